//! `Get-Credential`: asks for a user name and a password.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Credential",
    module: "Microsoft.PowerShell.Security",
    synopsis: "Asks for a user name and a password.",
    description: "The password is not shown while it is typed. -UserName gives the name, -Message and -Title say what it is for; a credential given to -Credential is passed on. Where nobody can answer it is an error.",
    parameters: parameters::GET_CREDENTIAL,
    default_set: parameters::GET_CREDENTIAL_DEFAULT,
    output: &["System.Management.Automation.PSCredential"],
    related: &["ConvertTo-SecureString", "Read-Host"],
    examples: &[Example::new(
        "Pass a credential on",
        "$secret = ConvertTo-SecureString 'secret' -AsPlainText\n(Get-Credential ([pscredential]::new('kim', $secret))).UserName",
        "kim\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetCredential);

#[derive(Default)]
struct GetCredential;

impl Cmdlet for GetCredential {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        // A name given to -Credential was asked about when it was bound.
        if let Some(credential) = ctx.call.get("Credential").cloned() {
            return ctx.write(credential);
        }
        let (title, message, user) = (ctx.call.text("Title"), ctx.call.text("Message"), ctx.call.text("UserName"));
        let credential = ctx.engine().ask_credential(title.as_deref(), message.as_deref(), user.as_deref())?;
        ctx.write(credential)
    }
}
