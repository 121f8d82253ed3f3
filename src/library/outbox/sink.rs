//! `Start-`, `Get-`, `Set-` and `Stop-MailSink`: a small mail server to try sending with, which misbehaves on order.

use std::cell::RefCell;
use std::net::IpAddr;

use super::MODULE;
use crate::cmdlet::{Completer, Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::{act, objects};
use crate::mail::transport::sink::{Behavior, Received, Sink, SinkOptions};
use crate::value::{Category, Object, Run, TypeId, Value};

thread_local! {
    /// The sinks of the session; they stop when it ends.
    static SINKS: RefCell<Vec<Sink>> = const { RefCell::new(Vec::new()) };
}

const PORT: Parameter = Parameter::new("Port", "int[]")
    .sets(&[InSet::ALL.at(0).by_property()])
    .validate(&[Validation::Range(0, 65_535)])
    .help("Only the sinks on these ports.");
const BEHAVIOR: Parameter = Parameter::new("Behavior", "string").validate(&[Validation::Set(Behavior::NAMES)]);

const START: Spec = Spec {
    verb: "Start",
    noun: "MailSink",
    module: MODULE,
    synopsis: "Starts a mail server on this machine that keeps what it gets.",
    description: "For trying out: it listens on this machine alone, and nothing that it takes goes further. Its Transport is what Send-Mail takes. With -Behavior it does what mail servers do on a bad day, after -After mails. With -Certificate and -Key it offers TLS, and over TLS AUTH, where any password but 'wrong' is right. It stops with the session.",
    parameters: &[
        Parameter::new("Port", "int").sets(&[InSet::ALL.at(0)]).validate(&[Validation::Range(0, 65_535)]).help("The port; any that is free if not given."),
        Parameter::new("Address", "string").help("127.0.0.1 (if not given) or ::1."),
        BEHAVIOR.help("What it does with mails."),
        Parameter::new("After", "int").validate(&[Validation::Range(0, i32::MAX as i64)]).help("After how many mails the behaviour begins."),
        Parameter::new("Certificate", "string").complete(Completer::Path).help("A certificate (PEM) to offer TLS with."),
        Parameter::new("Key", "string").complete(Completer::Path).help("The private key (PEM) of -Certificate."),
    ],
    output: &["Bridgesh.MailSink"],
    related: &["Stop-MailSink", "Get-MailSink", "Set-MailSink", "Send-Mail"],
    examples: &[Example::new(
        "A server that refuses every mail",
        "$sink = Start-MailSink -Behavior RefuseMessage\nReset-Pin ken@contoso.com\n$null = Send-Mail -Transport $sink.Transport\n(Get-Mail).Detail\nStop-MailSink",
        "554 5.7.1 looks like spam\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn behavior(ctx: &Context<'_>) -> Behavior {
    act::text(ctx, "Behavior").and_then(|name| Behavior::parse(&name)).unwrap_or(Behavior::Normal)
}

fn start(ctx: &mut Context<'_>) -> Run {
    if let Some(gate) = ctx.engine().native_gate.clone() {
        gate(ctx.engine(), "Start-MailSink", &[])?;
    }
    let path = |ctx: &mut Context<'_>, name: &str| {
        let path = act::text(ctx, name)?;
        Some(ctx.engine().resolve_path(&path))
    };
    let address = act::text(ctx, "Address").unwrap_or_else(|| "127.0.0.1".to_owned());
    let certificate = path(ctx, "Certificate").zip(path(ctx, "Key"));
    let started = match address.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(ip) => Sink::start(&SinkOptions {
            address: ip,
            port: ctx.call.integer("Port").and_then(|port| u16::try_from(port).ok()).unwrap_or_default(),
            behavior: behavior(ctx),
            after: ctx.call.integer("After").and_then(|after| u64::try_from(after).ok()).unwrap_or_default(),
            certificate,
            counts_only: false,
        })
        .map_err(|error| error.to_string()),
        Err(_) => Err(format!("'{address}' is no address of this machine: use 127.0.0.1 or ::1.")),
    };
    match started {
        Ok(sink) => {
            let object = object(&sink);
            SINKS.with_borrow_mut(|sinks| sinks.push(sink));
            ctx.write(object)
        }
        Err(message) => ctx.fail(
            TypeId::INVALID_OPERATION_EXCEPTION,
            format!("The mail sink was not started: {message}"),
            "MailSinkNotStarted",
            Category::ResourceUnavailable,
            Value::from(address),
        ),
    }
}

fn object(sink: &Sink) -> Value {
    let count = |n: u64| Value::Int(i32::try_from(n).unwrap_or(i32::MAX));
    let messages: Vec<Value> = sink.received().iter().map(message).collect();
    Object::record(
        Some("Bridgesh.MailSink"),
        [
            ("Transport", objects::text(format!("smtp://{}", sink.address()))),
            ("Address", objects::text(sink.address().ip())),
            ("Port", Value::Int(sink.address().port().into())),
            ("Behavior", objects::text(sink.behavior().name())),
            ("Connections", count(sink.n_connections())),
            ("Received", count(sink.n_received())),
            ("Messages", Value::array(messages)),
        ],
    )
}

fn message(received: &Received) -> Value {
    let text = String::from_utf8_lossy(&received.message).replace("\r\n", "\n");
    Object::record(
        Some("Bridgesh.MailSinkMessage"),
        [
            ("From", objects::text(&received.from)),
            ("To", Value::strings(&received.to)),
            ("OverTls", Value::Bool(received.over_tls)),
            ("User", objects::maybe(received.user.as_ref())),
            ("Size", Value::Int(i32::try_from(received.message.len()).unwrap_or(i32::MAX))),
            ("Text", objects::text(text)),
        ],
    )
}

/// The ports that `-Port` names; `None` for all.
fn ports(ctx: &Context<'_>) -> Option<Vec<u16>> {
    let items = ctx.call.items("Port")?;
    Some(items.iter().filter_map(|item| if let Value::Int(port) = item.base() { u16::try_from(*port).ok() } else { None }).collect())
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "MailSink",
    module: MODULE,
    synopsis: "Shows the running mail sinks and what they got.",
    description: "Messages are the last 10,000 that a sink took.",
    parameters: &[PORT],
    output: &["Bridgesh.MailSink"],
    related: &["Start-MailSink"],
    examples: &[Example::new("None yet", "@(Get-MailSink).Count", "0\n")],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    let wanted = ports(ctx);
    let found: Vec<Value> = SINKS.with_borrow(|sinks| {
        let of_port = |sink: &&Sink| wanted.as_ref().is_none_or(|ports| ports.contains(&sink.address().port()));
        sinks.iter().filter(of_port).map(object).collect()
    });
    found.into_iter().try_for_each(|sink| ctx.write(sink))
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "MailSink",
    module: MODULE,
    synopsis: "Makes a running mail sink behave otherwise from now on.",
    description: "Also for connections that are open.",
    parameters: &[PORT, BEHAVIOR.sets(&[InSet::ALL.mandatory()]).help("What it does with mails.")],
    related: &["Start-MailSink"],
    examples: &[Example::new(
        "Well again",
        "$null = Start-MailSink -Behavior DeferMessage\nSet-MailSink -Behavior Normal\n(Get-MailSink).Behavior\nStop-MailSink",
        "Normal\n",
    )],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let (wanted, behavior) = (ports(ctx), behavior(ctx));
    SINKS.with_borrow(|sinks| {
        for sink in sinks.iter().filter(|sink| wanted.as_ref().is_none_or(|ports| ports.contains(&sink.address().port()))) {
            sink.set_behavior(behavior);
        }
    });
    Ok(())
}

const STOP: Spec = Spec {
    verb: "Stop",
    noun: "MailSink",
    module: MODULE,
    synopsis: "Stops mail sinks.",
    description: "All of them, or those on the given ports. What they got is gone with them.",
    parameters: &[PORT],
    related: &["Start-MailSink"],
    examples: &[Example::new("Start and stop", "$null = Start-MailSink\nStop-MailSink\n@(Get-MailSink).Count", "0\n")],
    ..Spec::EMPTY
};

fn stop(ctx: &mut Context<'_>) -> Run {
    let wanted = ports(ctx);
    SINKS.with_borrow_mut(|sinks| sinks.retain(|sink| wanted.as_ref().is_some_and(|ports| !ports.contains(&sink.address().port()))));
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(START, start), each!(GET, get), each!(SET, set), each!(STOP, stop)];
