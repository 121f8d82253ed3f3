//! `Send-MailMessage`: a script's own mail, into the same outbox as the tenant's.

use std::io::ErrorKind;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::net::{address_parts, attachment_of};
use crate::value::runtime::{ScriptAttachment, ScriptMail};
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Send",
    noun: "MailMessage",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Posts a script's own mail.",
    description: "The mail goes into the outbox, one for each recipient, as the tenant's own mails do: it is shown by Get-Mail, held, listed in a plan, and sent by the same server. -SmtpServer, -Port, -UseSsl and -Credential are taken and not used: where mail goes is the session's matter. So is -DeliveryNotificationOption. What the pipeline brings is attached: `Get-ChildItem *.csv | Send-MailMessage …` sends one mail with all the files.",
    parameters: parameters::SEND_MAILMESSAGE,
    default_set: parameters::SEND_MAILMESSAGE_DEFAULT,
    related: &["Get-Mail", "Show-Mail"],
    examples: &[Example::new(
        "Tell the administrator",
        "Send-MailMessage -From it@contoso.com -To ken@contoso.com -Subject Done -Body 'All users have a PIN.' -WarningAction SilentlyContinue\n(Get-Mail -Kind Message).Subject",
        "Done\n",
    )
    .mails(&["Message ken@contoso.com"])],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ALL: &[Entry] = &[entry!(SPEC, SendMailMessage)];

const OBSOLETE: &str = "The command 'Send-MailMessage' is obsolete. This cmdlet does not guarantee secure connections to SMTP servers. While there is no immediate replacement available in PowerShell, we recommend you do not use Send-MailMessage at this time. See https://aka.ms/SendMailMessage for more information.";

/// Collects the files that come in; the mail goes out at the end.
#[derive(Default)]
struct SendMailMessage {
    attachments: Vec<ScriptAttachment>,
    /// A file could not be read: nothing is sent without it.
    lacks_file: bool,
}

fn address(text: &str) -> Run<(String, String)> {
    address_parts(text).ok_or_else(|| {
        let message = "The specified string is not in the form required for an e-mail address.";
        ErrorRecord::new(TypeId::FORMAT_EXCEPTION, message, "FormatException", Category::InvalidType, Value::str(text)).into()
    })
}

impl Cmdlet for SendMailMessage {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        ctx.warn(OBSOLETE)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for file in ctx.call.texts("Attachments").unwrap_or_default() {
            let path = ctx.engine().resolve_path(&file);
            match attachment_of(&path) {
                Ok(attachment) => self.attachments.push(attachment),
                Err(error) => {
                    self.lacks_file = true;
                    let (class, id, category, message) = match error.kind() {
                        ErrorKind::NotFound => (
                            TypeId::FILE_NOT_FOUND_EXCEPTION,
                            "FileNotFoundException",
                            Category::ObjectNotFound,
                            format!("Could not find file '{}'.", path.display()),
                        ),
                        _ => (
                            TypeId::UNAUTHORIZED_ACCESS_EXCEPTION,
                            "UnauthorizedAccessException",
                            Category::PermissionDenied,
                            format!("Access to the path '{}' is denied.", path.display()),
                        ),
                    };
                    ctx.fail(class, message, id, category, Value::Str(file))?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if self.lacks_file {
            return Ok(());
        }
        let text = |name: &str| ctx.call.text(name).map_or_else(String::new, |text| text.to_string());
        let body = text("Body");
        let (body, html) = if ctx.call.flag("BodyAsHtml") { (None, Some(body)) } else { (Some(body), None) };
        let addresses = |name: &str| -> Run<Vec<(String, String)>> {
            ctx.call.texts(name).unwrap_or_default().iter().map(|text| address(text)).collect()
        };
        let mail = ScriptMail {
            from: address(&text("From"))?,
            to: addresses("To")?,
            cc: addresses("Cc")?,
            bcc: addresses("Bcc")?,
            reply_to: addresses("ReplyTo")?,
            subject: text("Subject"),
            text: body,
            html,
            priority: match ctx.call.get("Priority").map(Value::base) {
                Some(Value::Enum(_, number)) => *number,
                _ => 0,
            },
            attachments: std::mem::take(&mut self.attachments),
        };
        ctx.host.post_mail(&mail)
    }
}
