//! `Invoke-WebRequest`, `Invoke-RestMethod`: HTTP. The session's gate is asked before anything goes out, so that a plan
//! sends no request and lists what would have been sent.

mod answer;
mod request;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What `Invoke-WebRequest` says of itself.
pub const REQUEST: Spec = Spec {
    verb: "Invoke",
    noun: "WebRequest",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Sends an HTTP request and gives the answer.",
    description: "The answer has status, headers, content and the page's links. Sessions with cookies, forms of several parts and client certificates are not available. A plan sends nothing.",
    parameters: parameters::INVOKE_WEBREQUEST,
    default_set: parameters::INVOKE_WEBREQUEST_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"],
    related: &["Invoke-RestMethod"],
    examples: &[Example::runs("Whether a page is there", "if ($false) { (Invoke-WebRequest https://example.com).StatusCode }")],
    ..Spec::EMPTY
};

/// What `Invoke-RestMethod` says of itself.
pub const REST: Spec = Spec {
    verb: "Invoke",
    noun: "RestMethod",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Sends an HTTP request and gives the answer as objects.",
    description: "JSON becomes objects, XML a document, all else text. Sessions with cookies, forms of several parts and client certificates are not available. A plan sends nothing.",
    parameters: parameters::INVOKE_RESTMETHOD,
    default_set: parameters::INVOKE_RESTMETHOD_DEFAULT,
    related: &["Invoke-WebRequest", "ConvertFrom-Json"],
    examples: &[Example::runs("Ask an interface", "if ($false) { Invoke-RestMethod https://example.com/users -Method Get }")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const REQUEST_ENTRY: Entry = entry!(REQUEST, InvokeWebRequest);
/// The registry's entry.
pub const REST_ENTRY: Entry = entry!(REST, InvokeRestMethod);

#[derive(Default)]
struct InvokeWebRequest;

impl Cmdlet for InvokeWebRequest {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(answer) = request::send(ctx)? else { return Ok(()) };
        if request::save(ctx, &answer)? && !ctx.call.flag("PassThru") {
            return Ok(());
        }
        ctx.write(answer.page())
    }
}

#[derive(Default)]
struct InvokeRestMethod;

impl Cmdlet for InvokeRestMethod {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(answer) = request::send(ctx)? else { return Ok(()) };
        if let Some(name) = ctx.call.text("ResponseHeadersVariable") {
            ctx.host.set_variable(&name, answer.headers_value())?;
        }
        if let Some(name) = ctx.call.text("StatusCodeVariable") {
            ctx.host.set_variable(&name, crate::value::Value::Int(i32::from(answer.status)))?;
        }
        if request::save(ctx, &answer)? && !ctx.call.flag("PassThru") {
            return Ok(());
        }
        let value = answer.objects(ctx.host.runtime())?;
        ctx.write_each(value)
    }
}
