//! Files side by side, each in a process of its own. What they show comes in the order of the files, whichever ends
//! first: two runs look the same.

use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use super::exchange;
use super::model::{Container, Found, Source};
use super::session::RunState;
use super::settings::Settings;
use crate::engine::Engine;
use crate::value::{Run, Unwind};

/// What a process gave.
struct Answer {
    output: Vec<u8>,
    result: Result<serde_json::Value, String>,
}

/// The words of the command line that runs one file as the settings say.
fn words(engine: &Engine, settings: &Settings, file: &str, result_file: &str) -> Vec<String> {
    let mut words = vec!["test".to_owned(), file.to_owned(), "-ResultFile".to_owned(), result_file.to_owned()];
    let verbosity = format!("{:?}", settings.verbosity);
    words.extend(["-Output".to_owned(), verbosity]);
    let lists = [("-Tag", &settings.tag), ("-ExcludeTag", &settings.exclude_tag), ("-FullName", &settings.full_name)];
    for (name, values) in lists {
        for value in values {
            words.extend([name.to_owned(), value.clone()]);
        }
    }
    if let Some(limit) = settings.time_limit {
        words.extend(["-TimeLimit".to_owned(), limit.as_secs_f64().to_string()]);
    }
    if settings.update_snapshots {
        words.push("-UpdateSnapshot".to_owned());
    }
    if settings.single_pass {
        words.push("-SinglePass".to_owned());
    }
    if let Some(tenant) = &settings.tenant {
        words.extend(["-Tenant".to_owned(), tenant.clone()]);
    }
    words.extend(engine.session_arguments.iter().cloned());
    words
}

fn run_file(
    program: &std::path::Path,
    words: &[String],
    folder: &std::path::Path,
    environment: &[(String, String)],
    result_file: &std::path::Path,
) -> Answer {
    let output = Command::new(program)
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().cloned())
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => return Answer { output: Vec::new(), result: Err(format!("The process of the file's tests cannot start: {error}")) },
    };
    let mut shown = output.stdout;
    shown.extend(output.stderr);
    let text = std::fs::read(result_file);
    let _ = std::fs::remove_file(result_file);
    let result = match text.map(|bytes| serde_json::from_slice(&bytes)) {
        Ok(Ok(json)) => Ok(json),
        _ => Err(format!("The process of the file's tests ended without a result ({}).", output.status)),
    };
    Answer { output: shown, result }
}

/// Runs the files of containers side by side. Blocks cannot leave their session and are left to the caller.
pub fn run(engine: &mut Engine, state: &Rc<RunState>, containers: Vec<Container>) -> Run<Vec<Found>> {
    let program =
        std::env::current_exe().map_err(|error| super::session::thrown(format!("This program's own file is not known: {error}")))?;
    let folder = engine.location.clone();
    let environment: Vec<(String, String)> = engine.environment.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let temporary = std::env::temp_dir();
    let mut jobs = Vec::new();
    for (at, container) in containers.iter().enumerate() {
        let Source::File(file) = &container.source else { continue };
        let result_file = temporary.join(format!("bridgesh-results-{}-{at}.json", std::process::id()));
        let words = words(engine, &state.settings, file, &result_file.to_string_lossy());
        jobs.push((words, result_file));
    }
    let n_workers = std::thread::available_parallelism().map_or(2, usize::from).min(jobs.len().max(1));
    let next = Arc::new(AtomicUsize::new(0));
    let jobs = Arc::new(jobs);
    let (send, receive) = mpsc::channel();
    for _ in 0..n_workers {
        let (next, jobs, send) = (next.clone(), jobs.clone(), send.clone());
        let (program, folder, environment) = (program.clone(), folder.clone(), environment.clone());
        std::thread::spawn(move || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some((words, result_file)) = jobs.get(at) else { return };
                let answer = run_file(&program, words, &folder, &environment, result_file);
                if send.send((at, answer)).is_err() {
                    return;
                }
            }
        });
    }
    drop(send);
    let mut waiting: Vec<Option<Answer>> = (0..jobs.len()).map(|_| None).collect();
    let mut all = Vec::new();
    for (at, container) in containers.into_iter().enumerate() {
        while waiting[at].is_none() {
            match receive.recv_timeout(std::time::Duration::from_millis(50)) {
                Ok((own, answer)) => waiting[own] = Some(answer),
                Err(mpsc::RecvTimeoutError::Timeout) if engine.interrupt.is_set() => {
                    next.store(usize::MAX / 2, Ordering::Relaxed);
                    return Err(Unwind::Interrupted.into());
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        let answer = waiting[at].take();
        let answer = answer.unwrap_or(Answer { output: Vec::new(), result: Err("The process of the file's tests is lost.".to_owned()) });
        engine.flush_shown()?;
        engine.ui.write_out(&String::from_utf8_lossy(&answer.output));
        let found = match answer.result {
            Ok(json) => exchange::found_of(container, &json),
            Err(message) => {
                let found = exchange::lost(container, &message);
                state.screen.clone().container_end(engine, &found)?;
                found
            }
        };
        all.push(found);
    }
    Ok(all)
}
