//! `Send-Mail`: what waits in the outbox leaves the machine, because an administrator says so.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;

use super::{MODULE, choose};
use crate::cmdlet::{Cmdlet, Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::dispatch::Sending;
use crate::engine::EngineContext;
use crate::entry;
use crate::library::conferencing::{act, objects};
use crate::mail::delivery::{Report, RetryPolicy};
use crate::mail::dkim::Signer;
use crate::mail::transport::Transport;
use crate::mail::transport::smtp::{Credentials, SmtpOptions, SmtpServer, SmtpTransport, Timeouts};
use crate::mail::{Item, MailId, Mailbox};
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value};

/// More mails than that are sent after the number has been typed.
const MOST_UNASKED: usize = 25;

const SPEC: Spec = Spec {
    verb: "Send",
    noun: "Mail",
    module: MODULE,
    synopsis: "Sends the mails that wait in the outbox.",
    description: "Nothing leaves the machine but by this cmdlet. -Transport is smtp://HOST[:PORT] (TLS by STARTTLS) or smtps://HOST[:PORT] (TLS from the first byte); only to this machine itself, and without credentials, a connection stays in clear. Credentials come from the environment (BRIDGESH_SMTP_USER, BRIDGESH_SMTP_PASSWORD) or a file that is yours alone, never from the command line. A mail that the server refuses for now is Deferred and tried again by a later Send-Mail once its time has come, or by this one with -Wait; one that it refuses for good is Failed; one whose fate is not known is Unknown, and is sent again only after Resume-Mail. With -RedirectTo everything goes to one address, and the mails wait on. More than 25 mails are sent after their number has been typed, or with -Confirm:$false.",
    parameters: &[
        choose::ID,
        choose::TO,
        choose::KIND,
        Parameter::new("Transport", "string").sets(&[InSet::ALL.mandatory()]).help("The mail server: smtp://host:port or smtps://host:port."),
        Parameter::new("RedirectTo", "string").help("Sends every mail to this address instead of its own; the mails wait on."),
        Parameter::new("AllowDomain", "string[]").help("Only mails to these domains and what is below them; the others wait on."),
        Parameter::new("MaxPerMinute", "int").validate(&[Validation::Range(1, 1_000_000)]).help("Not more than so many a minute."),
        Parameter::new("Connections", "int").validate(&[Validation::Range(1, 16)]).help("So many connections at a time; 1 if not given."),
        Parameter::new("CredentialFile", "string").complete(Completer::Path).help("A file with the user's name in its first line and the password in its second."),
        Parameter::new("CertificateAuthority", "string").complete(Completer::Path).help("A file of certificates (PEM) to trust beside the system's."),
        Parameter::new("ClientCertificate", "string").complete(Completer::Path).help("A certificate (PEM) to show to the server."),
        Parameter::new("ClientKey", "string").complete(Completer::Path).help("The private key (PEM) of -ClientCertificate."),
        Parameter::new("DkimDomain", "string").help("Signs every mail for this domain (DKIM), with -DkimSelector and -DkimKey."),
        Parameter::new("DkimSelector", "string").help("The name of the key in the domain's DNS: SELECTOR._domainkey.DOMAIN."),
        Parameter::new("DkimKey", "string").complete(Completer::Path).help("A file of the private key (PEM, RSA or Ed25519), yours alone."),
        Parameter::new("TimeoutSeconds", "int").validate(&[Validation::Range(1, 3600)]).help("How long the server may take for each step."),
        Parameter::new("ExpireAfterHours", "int").validate(&[Validation::Range(1, 8760)]).help("Mails older than that fail; 48 if not given."),
        Parameter::switch("Wait").help("Waits for deferred mails and tries them again, until each is sent or failed."),
    ],
    output: &["Bridgesh.SendReport"],
    should_process: Some(Impact::Medium),
    related: &["Get-Mail", "Get-DeliveryReport", "Resume-Mail", "Start-MailSink"],
    examples: &[Example::new(
        "To a sink on this machine",
        "$sink = Start-MailSink\nReset-Pin ken@contoso.com\n$report = Send-Mail -Transport $sink.Transport\n\"$($report.Sent) sent, $((Get-MailSink).Received) received\"\nStop-MailSink",
        "1 sent, 1 received\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SendMail);

/// Collects what comes in, so that all mails go over the same connections.
#[derive(Default)]
struct SendMail {
    ids: HashSet<MailId>,
}

impl Cmdlet for SendMail {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.ids.extend(choose::mails(ctx)?);
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let ids = std::mem::take(&mut self.ids);
        if let Err(message) = send(ctx, ids)? {
            let target = act::text(ctx, "Transport").unwrap_or_default();
            ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "MailNotSent", Category::ConnectionError, Value::from(target))?;
        }
        Ok(())
    }
}

/// What the parameters ask for.
struct Request {
    server: SmtpServer,
    options: SmtpOptions,
    sending: Sending,
    n_connections: usize,
    domains: Option<Vec<String>>,
}

fn request(ctx: &mut Context<'_>) -> Result<Request, String> {
    let server = SmtpServer::parse(&act::text(ctx, "Transport").unwrap_or_default())?;
    let path = |ctx: &mut Context<'_>, name: &str| -> Option<PathBuf> {
        let path = act::text(ctx, name)?;
        Some(ctx.engine().resolve_path(&path))
    };
    let credentials = match path(ctx, "CredentialFile") {
        Some(file) => Some(Credentials::from_file(&file)?),
        None => Credentials::from_environment()?,
    };
    let client_certificate = match (path(ctx, "ClientCertificate"), path(ctx, "ClientKey")) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err("-ClientCertificate and -ClientKey go together.".to_owned()),
    };
    let signer = match (act::text(ctx, "DkimDomain"), act::text(ctx, "DkimSelector"), path(ctx, "DkimKey")) {
        (Some(domain), Some(selector), Some(key)) => Some(Arc::new(Signer::from_file(&domain, &selector, &key)?)),
        (None, None, None) => None,
        _ => return Err("-DkimDomain, -DkimSelector and -DkimKey go together.".to_owned()),
    };
    let timeouts = match ctx.call.integer("TimeoutSeconds") {
        Some(seconds) => Timeouts::all(Duration::from_secs(seconds.unsigned_abs())),
        None => Timeouts::default(),
    };
    let redirect_to = match act::text(ctx, "RedirectTo") {
        Some(address) => Some(Mailbox::new("", address.trim()).map_err(|error| error.to_string())?.address().to_owned()),
        None => None,
    };
    let mut policy = RetryPolicy::default();
    if let Some(hours) = ctx.call.integer("ExpireAfterHours") {
        policy.expires_after = SignedDuration::from_hours(hours);
    }
    Ok(Request {
        server,
        options: SmtpOptions {
            timeouts,
            credentials,
            certificate_authority: path(ctx, "CertificateAuthority"),
            client_certificate,
            signer,
        },
        sending: Sending {
            only: None,
            redirect_to,
            most_per_minute: ctx.call.integer("MaxPerMinute").and_then(|rate| u32::try_from(rate).ok()),
            policy,
        },
        n_connections: ctx.call.integer("Connections").and_then(|n| usize::try_from(n).ok()).unwrap_or(1),
        domains: ctx
            .call
            .texts("AllowDomain")
            .map(|domains| domains.iter().map(|domain| domain.trim().trim_start_matches('@').to_ascii_lowercase()).collect()),
    })
}

/// Whether a mail goes to one of the domains, or to one below them.
fn is_allowed(item: &Item, domains: &[String]) -> bool {
    let own = item.mail.to.domain().to_ascii_lowercase();
    domains.iter().any(|domain| own == *domain || own.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.')))
}

/// Sends; the inner error is what is to be said of the sending as a whole.
fn send(ctx: &mut Context<'_>, mut ids: HashSet<MailId>) -> Run<Result<(), String>> {
    let mut request = match request(ctx) {
        Ok(request) => request,
        Err(message) => return Ok(Err(message)),
    };
    let target = act::text(ctx, "Transport").unwrap_or_default();
    if let Some(domains) = &request.domains
        && request.sending.redirect_to.is_none()
    {
        let n_before = ids.len();
        let outbox = ctx.dispatch().outbox();
        ids.retain(|id| outbox.get(*id).is_some_and(|item| is_allowed(item, domains)));
        if ids.len() < n_before {
            ctx.warn(format!("{} mails to other domains than {} wait on.", n_before - ids.len(), domains.join(", ")))?;
        }
    }
    request.sending.only = Some(ids);
    let n_due = ctx.dispatch().due(&request.sending).len();
    let what = match &request.sending.redirect_to {
        Some(to) => format!("Send {n_due} mails to {to} instead of their recipients"),
        None => format!("Send {n_due} mails"),
    };
    if !ctx.should_process(&target, &what)? || !confirmed(ctx, n_due, &target)? {
        return Ok(Ok(()));
    }
    if let Some(gate) = ctx.engine().native_gate.clone() {
        gate(ctx.engine(), "Send-Mail", &[format!("{n_due} mails"), target.clone()])?;
    }
    let started = Instant::now();
    let waits = ctx.call.flag("Wait");
    let mut total = Report::default();
    let result = loop {
        let report = match run(ctx, &request, n_due) {
            Ok(report) => report,
            Err(error) => {
                act::fail(ctx, &error, &Value::from(target.as_str()))?;
                break Ok(());
            }
        };
        let stopped = report.stopped.clone();
        total.add(report);
        let is_interrupted = ctx.engine().interrupt.is_set();
        if !waits || is_interrupted || !wait_for_next(ctx, &request.sending) {
            break stopped.map_or(Ok(()), Err);
        }
    };
    ctx.write(report_object(&total, started.elapsed(), &target))?;
    Ok(result)
}

/// Whether the user agrees to so many mails: above a number the number is typed.
fn confirmed(ctx: &mut Context<'_>, n_due: usize, target: &str) -> Run<bool> {
    if n_due <= MOST_UNASKED || ctx.call.preferences.confirm == Some(false) {
        return Ok(true);
    }
    let engine = ctx.engine();
    let answer = match engine.non_interactive {
        true => None,
        false => engine.ask_line(&format!("{n_due} mails would go to {target}. Type the number of mails to send them: "))?,
    };
    if answer.as_deref().is_some_and(|answer| answer.trim() == n_due.to_string()) {
        return Ok(true);
    }
    let message = format!("{n_due} mails were not sent, because their number was not typed. In a script use -Confirm:$false.");
    let record = ErrorRecord::new(
        TypeId::INVALID_OPERATION_EXCEPTION,
        message,
        "SendingNotConfirmed",
        Category::OperationStopped,
        Value::from(target),
    );
    ctx.error(record)?;
    Ok(false)
}

/// One round over all that is due, with progress.
fn run(ctx: &mut Context<'_>, request: &Request, n_due: usize) -> Result<Report, crate::dispatch::DispatchError> {
    let mut transports: Vec<Box<dyn Transport>> = (0..request.n_connections)
        .map(|_| Box::new(SmtpTransport::new(request.server.clone(), request.options.clone())) as Box<dyn Transport>)
        .collect();
    let interrupt = ctx.engine().interrupt.clone();
    // The dispatch is taken out of the session meanwhile, so that progress can be shown through the session.
    ctx.dispatch();
    let Some(mut dispatch) = ctx.engine().dispatch.take() else { return Ok(Report::default()) };
    let started = Instant::now();
    let result = dispatch.send(&request.sending, &mut transports, &|| interrupt.is_set(), &mut |report: &Report| {
        let n_done = report.n_done();
        let rate = n_done as f64 / started.elapsed().as_secs_f64().max(0.001);
        let left = (n_due.saturating_sub(n_done)) as f64 / rate.max(0.001);
        let status = format!("{n_done} of {n_due}, {rate:.0} a second, {left:.0} s left");
        let percent = (n_done * 100 / n_due.max(1)).min(100);
        let _ = ctx.host.write_progress(ctx.call, "Sending mails", &status, i32::try_from(percent).unwrap_or(100), false);
    });
    ctx.engine().dispatch = Some(dispatch);
    let _ = ctx.host.write_progress(ctx.call, "Sending mails", "", 100, true);
    result
}

/// Waits until the next deferred mail may be tried again; false if there is none.
fn wait_for_next(ctx: &mut Context<'_>, sending: &Sending) -> bool {
    let outbox = ctx.dispatch().outbox();
    let Some(next) = sending.only.iter().flatten().filter_map(|id| outbox.get(*id)?.next_attempt).min() else { return false };
    let interrupt = ctx.engine().interrupt.clone();
    ctx.dispatch().sources().wait_until(next, &|| interrupt.is_set());
    !interrupt.is_set()
}

fn report_object(report: &Report, time: Duration, target: &str) -> Value {
    let count = |n: usize| Value::Int(i32::try_from(n).unwrap_or(i32::MAX));
    let seconds = time.as_secs_f64();
    let rate = if seconds > 0.0 { report.n_done() as f64 / seconds } else { 0.0 };
    Object::record(
        Some("Bridgesh.SendReport"),
        [
            ("Transport", objects::text(target)),
            ("Sent", count(report.n_sent)),
            ("Deferred", count(report.n_deferred)),
            ("Failed", count(report.n_failed)),
            ("Unknown", count(report.n_unknown)),
            ("Left", count(report.n_left)),
            ("Seconds", Value::Double((seconds * 1000.0).round() / 1000.0)),
            ("MailsPerSecond", Value::Int(rate.round() as i32)),
        ],
    )
}
