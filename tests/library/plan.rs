//! A plan changes nothing on the disk, starts nothing and sends nothing, whatever a script tries.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bridgesh::engine::RunOptions;
use bridgesh::library::host::display::ToHost;
use bridgesh::library::plan;

use crate::examples::session;
use crate::session::Captured;

/// What writes, starts or sends, one line each. `{}` is the folder.
const ATTEMPTS: &[&str] = &[
    "Add-Content a.txt more",
    "Clear-Content a.txt",
    "Clear-ItemProperty locked.txt Attributes",
    "Compress-Archive a.txt packed.zip",
    "Copy-Item a.txt c.txt",
    "Copy-Item sub copied -Recurse",
    "Expand-Archive old.zip out",
    "Export-Alias aliases.txt",
    "Get-Date | Export-Csv dates.csv",
    "Reset-Pin ken@contoso.com; Export-Mail mails",
    "Export-MailTemplate templates",
    "Export-SuppressedMail letters.html",
    "Export-Tenant tenant.json",
    "Reset-Pin ken@contoso.com; Send-Mail -Transport smtp://127.0.0.1:2525",
    "Start-MailSink",
    "Invoke-Item run.sh",
    "Invoke-RestMethod http://127.0.0.1:9/ -Method Post -Body x",
    "Invoke-WebRequest http://127.0.0.1:9/ -OutFile page.html",
    "Move-Item a.txt moved.txt",
    "New-Item fresh.txt",
    "New-Item fresh -ItemType Directory",
    "New-Item link -ItemType SymbolicLink -Value a.txt",
    "Get-Date | Out-File dates.txt",
    "Remove-Item a.txt",
    "Remove-Item sub -Recurse",
    "Rename-Item a.txt renamed.txt",
    "Set-Content a.txt other",
    "Set-ItemProperty a.txt IsReadOnly $true",
    "Start-Process touch started.txt -Wait",
    "Start-Transcript transcript.txt",
    "Get-Date | Tee-Object tee.txt",
    "'text' > redirected.txt",
    "'text' >> a.txt",
    "touch native.txt",
    "./run.sh",
    "[IO.File]::WriteAllText('{}/a.txt', 'other')",
    "[IO.File]::AppendAllText('{}/new.txt', 'other')",
    "[IO.File]::Delete('{}/a.txt')",
    "[IO.File]::Move('{}/a.txt', '{}/b.txt')",
    "[IO.File]::Copy('{}/a.txt', '{}/b.txt')",
    "[IO.File]::Create('{}/made.txt')",
    "[IO.Directory]::CreateDirectory('{}/made')",
    "[IO.Directory]::Delete('{}/sub', $true)",
    "[IO.StreamWriter]::new('{}/stream.txt')",
    "(Get-Item a.txt).Delete()",
    "(Get-Item a.txt).MoveTo('{}/b.txt')",
    "(Get-Item a.txt).IsReadOnly = $true",
    "(Get-Item sub).CreateSubdirectory('deeper')",
    "([xml]'<a/>').Save('{}/a.xml')",
    "1 | Export-Clixml a.txt",
    "New-ModuleManifest new.psd1",
    "Stop-Process $PID",
    "(Get-Process -Id $PID).Kill()",
];

/// Names and contents of all that lies in a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, (bool, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let read_only = std::fs::metadata(&path).unwrap().permissions().readonly();
            if path.is_dir() {
                found.insert(path.clone(), (read_only, Vec::new()));
                open.push(path);
            } else {
                found.insert(path.clone(), (read_only, std::fs::read(&path).unwrap()));
            }
        }
    }
    found
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("bridgesh-plan-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("sub")).unwrap();
    std::fs::write(folder.join("a.txt"), "text\n").unwrap();
    std::fs::write(folder.join("sub/b.txt"), "more\n").unwrap();
    std::fs::write(folder.join("locked.txt"), "locked\n").unwrap();
    std::fs::write(folder.join("run.sh"), "#!/bin/sh\ntouch ran.txt\n").unwrap();
    let set = |name: &str, mode: u32| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    set("locked.txt", 0o444);
    set("run.sh", 0o755);
    // The smallest archive: nothing in it.
    std::fs::write(folder.join("old.zip"), [b"PK\x05\x06".as_slice(), &[0; 18]].concat()).unwrap();
    folder
}

#[test]
fn whatever_a_script_tries_a_plan_leaves_the_disk_as_it_was_and_lists_it() {
    let folder = folder();
    let screen = Captured::default();
    let mut engine = session(&screen);
    engine.location = folder.clone();
    let before = contents(&folder);
    for attempt in ATTEMPTS {
        let text = attempt.replace("{}", &folder.to_string_lossy());
        let (_, report) = plan::run(&mut engine, |engine| engine.run_text(&text, &RunOptions::default(), &mut ToHost));
        assert!(contents(&folder) == before, "{attempt} changed the disk");
        assert!(!report.refused.is_empty(), "{attempt} is not listed: {}", screen.err.borrow());
        screen.err.borrow_mut().clear();
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn every_cmdlet_that_writes_is_tried() {
    // Those that write nowhere but in the session, in the tenant or in a place of their own.
    const ELSEWHERE: &[&str] = &[
        "Add-Type",
        "Set-Item",
        "Set-MailTemplate",
        "Clear-Item",
        "New-PSDrive",
        "Invoke-Plan",
        "Set-Location",
        "New-Module",
        "New-ModuleManifest",
        "Remove-TypeData",
    ];
    const VERBS: &[&str] = &["Add", "Clear", "Compress", "Copy", "Expand", "Export", "Move", "Out", "Remove", "Rename", "Set", "Tee"];
    let screen = Captured::default();
    let engine = session(&screen);
    for entry in &engine.registry.entries {
        let spec = entry.spec;
        let takes_file = spec.parameters.iter().any(|parameter| {
            matches!(parameter.name, "FilePath" | "OutFile" | "DestinationPath") || parameter.name == "Path" && VERBS.contains(&spec.verb)
        });
        let name = spec.name();
        let is_refused = spec.synopsis.starts_with("Not available");
        if !takes_file || !VERBS.contains(&spec.verb) || is_refused || ELSEWHERE.contains(&name.as_str()) {
            continue;
        }
        assert!(ATTEMPTS.iter().any(|attempt| attempt.contains(&name)), "{name} is not tried under a plan");
    }
}
