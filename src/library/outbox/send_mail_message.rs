//! `Send-MailMessage`: a script's own mail, into the same outbox as the tenant's.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::members::net::address_parts;
use crate::value::runtime::ScriptMail;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Send",
    noun: "MailMessage",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Posts a script's own mail.",
    description: "The mail goes into the outbox, one for each recipient, as the tenant's own mails do: it is shown by Get-Mail, held, listed in a plan, and sent by the same server. -SmtpServer, -Port, -UseSsl and -Credential are taken and not used: where mail goes is the session's matter. Attachments are not available.",
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

#[derive(Default)]
struct SendMailMessage;

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
        if ctx.call.texts("Attachments").is_some_and(|files| !files.is_empty()) {
            let message = "The parameter -Attachments of Send-MailMessage is not available in this shell.";
            let class = TypeId::NOT_SUPPORTED_EXCEPTION;
            return Err(ctx.raise(ErrorRecord::new(class, message, "NotSupported", Category::NotImplemented, Value::Null)));
        }
        let text = |name: &str| ctx.call.text(name).map_or_else(String::new, |text| text.to_string());
        let mut mail = ScriptMail {
            from: address(&text("From"))?,
            subject: text("Subject"),
            body: text("Body"),
            is_html: ctx.call.flag("BodyAsHtml"),
            ..ScriptMail::default()
        };
        for list in ["To", "Cc", "Bcc"] {
            for recipient in ctx.call.texts(list).unwrap_or_default() {
                mail.to.push(address(&recipient)?);
            }
        }
        ctx.host.post_mail(&mail)
    }
}
