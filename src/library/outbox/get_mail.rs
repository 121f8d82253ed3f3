//! `Get-Mail`, `Show-Mail`, `Export-Mail` and `Clear-Mail`.

use std::path::PathBuf;

use super::MODULE;
use super::choose::{ID, KIND, NEWEST, STATE, TO, filter, mails};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::{act, objects};
use crate::library::files::selection::ask_gate;
use crate::library::host::opener;
use crate::mail::extra::Attachment;
use crate::mail::transport::eml_file::EmlFolder;
use crate::mail::{Item, MailId, Mailbox, letter, private_file};
use crate::value::{Category, Object, Run, Runtime, TypeId, Value};

const GET: Spec = Spec {
    verb: "Get",
    noun: "Mail",
    module: MODULE,
    synopsis: "Lists the mails that went to users.",
    description: "The oldest first. Text and Html are the two parts of the mail; a PIN stands only in mails whose ContainsPin is True.",
    parameters: &[ID, TO, KIND, STATE, NEWEST],
    output: &["Bridgesh.Mail"],
    related: &["Show-Mail", "Export-Mail", "Get-SuppressedMail"],
    examples: &[Example::new(
        "What a PIN reset sends",
        "Reset-Pin ken@contoso.com\nGet-Mail | ForEach-Object { \"$($_.Kind) to $($_.To)\" }",
        "PinReset to ken@contoso.com\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

/// Notes the PINs that mails carry: whoever reads a mail sees them, and a transcript masks them.
fn reveal_pins(ctx: &mut Context<'_>) {
    let pins = ctx.engine().issued_pins();
    for pin in pins {
        ctx.engine().reveal(&pin);
    }
}

fn attachments(item: &Item) -> impl Iterator<Item = &Attachment> {
    item.mail.extra.iter().flat_map(|extra| &extra.attachments)
}

fn object(item: &Item) -> Value {
    let mail = &item.mail;
    Object::record(
        Some("Bridgesh.Mail"),
        [
            ("Id", Value::Int(i32::try_from(item.id.0).unwrap_or(i32::MAX))),
            ("Kind", objects::text(mail.kind)),
            ("To", objects::text(mail.to.address())),
            ("ToName", objects::text(mail.to.name())),
            ("From", objects::text(mail.from.address())),
            ("FromName", objects::text(mail.from.name())),
            ("Subject", objects::text(&mail.subject)),
            ("Language", objects::text(&mail.language)),
            ("ContainsPin", Value::Bool(mail.contains_pin)),
            ("State", objects::text(item.state)),
            ("Attempts", Value::Int(i32::try_from(item.n_attempts).unwrap_or(i32::MAX))),
            ("LastAttempt", item.last_attempt.map_or(Value::Null, objects::date)),
            ("NextAttempt", item.next_attempt.map_or(Value::Null, objects::date)),
            ("Detail", objects::text(&item.detail)),
            ("Created", objects::date(item.created)),
            ("Attachments", Value::strings(attachments(item).map(Attachment::name))),
            ("Text", objects::text(mail.text.expose())),
            ("Html", objects::text(mail.html.expose())),
        ],
    )
}

fn get(ctx: &mut Context<'_>) -> Run {
    reveal_pins(ctx);
    for id in mails(ctx)? {
        let mail = ctx.dispatch().outbox().get(id).map(object);
        if let Some(mail) = mail {
            ctx.write(mail)?;
        }
    }
    Ok(())
}

const SHOW: Spec = Spec {
    verb: "Show",
    noun: "Mail",
    module: MODULE,
    synopsis: "Prints mails as their recipients read them.",
    description: "Without -Id the last mail. -Html prints the HTML part, -Raw the message as it is sent.",
    parameters: &[
        ID,
        TO,
        KIND,
        NEWEST,
        Parameter::switch("Html").help("The HTML part."),
        Parameter::switch("Raw").help("The whole message with its headers."),
        Parameter::switch("Browser").help("Opens the HTML part in the browser; the page is the session's, and goes with it."),
    ],
    output: &["System.String"],
    related: &["Get-Mail"],
    examples: &[Example::runs("The last mail", "Reset-Pin ken@contoso.com\nShow-Mail").mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn show(ctx: &mut Context<'_>) -> Run {
    reveal_pins(ctx);
    let is_filtered = ["Id", "To", "Kind", "Newest"].iter().any(|name| ctx.call.has(name));
    let mut ids = mails(ctx)?;
    if !is_filtered {
        ids.drain(..ids.len().saturating_sub(1));
    }
    let (html, raw) = (ctx.call.flag("Html"), ctx.call.flag("Raw"));
    if ctx.call.flag("Browser") {
        return ids.into_iter().try_for_each(|id| browse(ctx, id));
    }
    for id in ids {
        let Some(item) = ctx.dispatch().outbox().get(id) else { continue };
        let mail = &item.mail;
        let text = if raw {
            String::from_utf8_lossy(&item.message()).replace("\r\n", "\n")
        } else if html {
            mail.html.expose().to_owned()
        } else {
            as_read(item)
        };
        ctx.write(Value::from(text))?;
    }
    Ok(())
}

/// A folder for the pages that a browser shows; it goes with the session, as mails carry PINs.
#[derive(Default)]
struct Pages(Option<PathBuf>);

impl Drop for Pages {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn browse(ctx: &mut Context<'_>, id: MailId) -> Run {
    let Some(item) = ctx.dispatch().outbox().get(id) else { return Ok(()) };
    let page = match item.mail.html.expose() {
        "" => letter::page(std::slice::from_ref(&*item.mail)),
        html => html.to_owned(),
    };
    let random = ctx.engine().random();
    let pages = ctx.engine().extension::<Pages>();
    let folder = pages.0.get_or_insert_with(|| std::env::temp_dir().join(format!("bridgesh-{random:016x}"))).clone();
    let path = folder.join(format!("mail-{id}.html"));
    ask_gate(ctx.engine(), &path)?;
    if let Err(error) = private_file::make_folder(&folder).and_then(|()| private_file::write(&path, page.as_bytes())) {
        let message = format!("The page of the mail {id} was not written: {error}.");
        return ctx.fail(TypeId::IO_EXCEPTION, message, "MailNotShown", Category::WriteError, Value::from(id.to_string()));
    }
    opener::open(ctx, &path, "MailNotShown")
}

/// A mail as its recipient reads it.
fn as_read(item: &Item) -> String {
    let mail = &item.mail;
    let named = |mailbox: &Mailbox| match mailbox.name() {
        "" => mailbox.address().to_owned(),
        name => format!("{name} <{}>", mailbox.address()),
    };
    let all = |list: &[Mailbox]| list.iter().map(named).collect::<Vec<String>>().join(", ");
    let mut lines = vec![format!("From:    {}", named(&mail.from))];
    match mail.extra.as_ref().filter(|extra| !extra.to.is_empty()) {
        Some(extra) => lines.push(format!("To:      {}", all(&extra.to))),
        None => lines.push(format!("To:      {}", named(&mail.to))),
    }
    if let Some(extra) = mail.extra.as_ref().filter(|extra| !extra.cc.is_empty()) {
        lines.push(format!("Cc:      {}", all(&extra.cc)));
    }
    lines.push(format!("Subject: {}", mail.subject));
    for file in attachments(item) {
        lines.push(format!("File:    {} ({} bytes)", file.name(), file.content().len()));
    }
    format!("{}\n\n{}", lines.join("\n"), mail.text.expose())
}

const EXPORT: Spec = Spec {
    verb: "Export",
    noun: "Mail",
    module: MODULE,
    synopsis: "Writes mails to a folder, an .eml file each.",
    description: "The folder is made if it is not there, for its owner alone: mails carry PINs.",
    parameters: &[
        Parameter::new("Path", "string").sets(&[InSet::ALL.at(0).mandatory()]).complete(Completer::Path).help("The folder."),
        Parameter::new("Id", "Object[]")
            .sets(&[InSet::ALL.pipeline().by_property()])
            .complete(Completer::Mail)
            .help("Mails by number, or objects of Get-Mail."),
        TO,
        KIND,
        NEWEST,
        Parameter::switch("PassThru").help("Writes the files' paths."),
    ],
    output: &["System.String"],
    should_process: Some(Impact::Medium),
    related: &["Get-Mail"],
    examples: &[Example::runs(
        "All mails",
        "Reset-Pin ken@contoso.com\nExport-Mail -Path (Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-export-mail-example')",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn export(ctx: &mut Context<'_>) -> Run {
    let path = act::text(ctx, "Path").unwrap_or_default();
    let ids = mails(ctx)?;
    if !ctx.should_process(&path, "Export-Mail")? {
        return Ok(());
    }
    let full = ctx.engine().resolve_path(&path);
    ask_gate(ctx.engine(), &full)?;
    let failed = |message: String| (message, "MailNotExported", Category::WriteError);
    let folder = match EmlFolder::create(&full) {
        Ok(folder) => folder,
        Err(error) => {
            let (message, id, category) = failed(format!("The folder '{path}' cannot be used: {error}"));
            return ctx.fail(TypeId::IO_EXCEPTION, message, id, category, Value::from(path));
        }
    };
    for id in ids {
        let Some(item) = ctx.dispatch().outbox().get(id).cloned() else { continue };
        match folder.write(&item.envelope(), &item.message()) {
            Ok(file) if ctx.call.flag("PassThru") => ctx.write(objects::text(file.display()))?,
            Ok(_) => {}
            Err(error) => {
                let (message, id, category) = failed(format!("The mail {id} was not written: {error}"));
                ctx.fail(TypeId::IO_EXCEPTION, message, id, category, Value::str(&path))?;
            }
        }
    }
    Ok(())
}

const CLEAR: Spec = Spec {
    verb: "Clear",
    noun: "Mail",
    module: MODULE,
    synopsis: "Removes mails from the outbox.",
    description: "All of them, or those that the parameters name. The tenant stays as it is.",
    parameters: &[TO, KIND, STATE, NEWEST],
    should_process: Some(Impact::Low),
    related: &["Get-Mail"],
    examples: &[Example::new("All", "Reset-Pin ken@contoso.com\nClear-Mail\n@(Get-Mail).Count", "0\n")],
    ..Spec::EMPTY
};

fn clear(ctx: &mut Context<'_>) -> Run {
    let filter = filter(ctx);
    if !ctx.should_process("outbox", "Clear-Mail")? {
        return Ok(());
    }
    let result = ctx.dispatch().clear_mails(&filter);
    result.map(drop).or_else(|error| act::fail(ctx, &error, &Value::Null))
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(GET, get), each!(SHOW, show), each!(EXPORT, export), each!(CLEAR, clear)];
