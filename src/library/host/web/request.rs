//! A request made of a call's parameters, and what is done with its answer.

use std::rc::Rc;
use std::time::Duration;

use super::answer::Answer;
use crate::cmdlet::Context;
use crate::engine::EngineContext;
use crate::library::files::write_file::{FileWriter, Mode};
use crate::value::members::security::{credential_parts, secure_text};
use crate::value::text::encode::base64_encode;
use crate::value::{Category, ErrorRecord, Exception, Raise, Run, TypeId, Value, convert};

/// Parameters that ask for something that is not here.
const NOT_HERE: &[&str] = &[
    "WebSession",
    "SessionVariable",
    "Form",
    "Certificate",
    "CertificateThumbprint",
    "UseDefaultCredentials",
    "ProxyUseDefaultCredentials",
    "ProxyCredential",
    "UnixSocket",
    "FollowRelLink",
    "Resume",
];

/// Redirections that are followed unless `-MaximumRedirection` says otherwise.
const REDIRECTIONS: u32 = 5;

fn fault(class: TypeId, message: impl AsRef<str>, id: &str, category: Category, target: Value) -> Raise {
    ErrorRecord::new(class, message, id, category, target).into()
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A dictionary as `a=1&b=2`.
fn form(ctx: &mut Context<'_>, value: &Value) -> Run<Option<String>> {
    let Value::Dict(dict) = value.base() else { return Ok(None) };
    let mut parts = Vec::new();
    for (name, value) in dict.pairs() {
        let (name, value) = (convert::to_text(ctx.host.runtime(), &name)?, convert::to_text(ctx.host.runtime(), &value)?);
        parts.push(format!("{}={}", percent(&name), percent(&value)));
    }
    Ok(Some(parts.join("&")))
}

/// The method: a custom one, or the enum's name.
fn method_of(ctx: &mut Context<'_>) -> Run<String> {
    if let Some(method) = ctx.call.text("CustomMethod") {
        return Ok(method.to_string());
    }
    let name = match ctx.call.get("Method").cloned() {
        Some(method) => convert::to_text(ctx.host.runtime(), &method)?.to_uppercase(),
        None => "GET".to_owned(),
    };
    Ok(if name == "DEFAULT" { "GET".to_owned() } else { name })
}

/// Headers that the call names, those of its authentication included.
fn headers_of(ctx: &mut Context<'_>) -> Run<Vec<(String, String)>> {
    let mut headers = Vec::new();
    if let Some(Value::Dict(dict)) = ctx.call.get("Headers").map(|value| value.base().clone()) {
        for (name, value) in dict.pairs() {
            let (name, value) = (convert::to_text(ctx.host.runtime(), &name)?, convert::to_text(ctx.host.runtime(), &value)?);
            headers.push((name.to_string(), value.to_string()));
        }
    }
    let scheme = match ctx.call.get("Authentication").cloned() {
        Some(scheme) => convert::to_text(ctx.host.runtime(), &scheme)?.to_ascii_lowercase(),
        None => "none".to_owned(),
    };
    match scheme.as_str() {
        "basic" => {
            if let Some((user, password)) = ctx.call.get("Credential").and_then(credential_parts) {
                let pair = format!("{user}:{}", secure_text(&password).unwrap_or_default());
                headers.push(("Authorization".to_owned(), format!("Basic {}", base64_encode(pair.as_bytes(), false))));
            }
        }
        "bearer" | "oauth" => {
            if let Some(token) = ctx.call.get("Token").and_then(secure_text) {
                headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
            }
        }
        _ => {}
    }
    Ok(headers)
}

/// The content that goes out, and its type where the call does not say it.
fn body_of(ctx: &mut Context<'_>, is_get: bool, address: &mut String) -> Run<Option<(Vec<u8>, Option<&'static str>)>> {
    if let Some(path) = ctx.call.text("InFile") {
        let path = ctx.engine().resolve_path(&path);
        let bytes = std::fs::read(&path).map_err(|error| Raise::from(crate::library::files::write_file::open_error(&path, &error)))?;
        return Ok(Some((bytes, None)));
    }
    let Some(body) = ctx.call.get("Body").cloned() else { return Ok(None) };
    if let Some(fields) = form(ctx, &body)? {
        if is_get {
            let mark = if address.contains('?') { '&' } else { '?' };
            address.push_str(&format!("{mark}{fields}"));
            return Ok(None);
        }
        return Ok(Some((fields.into_bytes(), Some("application/x-www-form-urlencoded"))));
    }
    if let Some(items) = body.enumerate()
        && items.iter().all(|item| matches!(item.base(), Value::Byte(_)))
    {
        let bytes = items
            .iter()
            .filter_map(|item| match item.base() {
                Value::Byte(byte) => Some(*byte),
                _ => None,
            })
            .collect();
        return Ok(Some((bytes, None)));
    }
    let text = convert::to_text(ctx.host.runtime(), &body)?;
    Ok(Some((text.as_bytes().to_vec(), Some("application/x-www-form-urlencoded"))))
}

fn agent_of(ctx: &mut Context<'_>) -> Run<ureq::Agent> {
    let redirections = ctx.call.integer("MaximumRedirection").and_then(|n| u32::try_from(n).ok()).unwrap_or(REDIRECTIONS);
    let user_agent =
        ctx.call.text("UserAgent").map_or_else(|| concat!("bridgesh/", env!("CARGO_PKG_VERSION")).to_owned(), |text| text.to_string());
    let seconds = |name: &str| ctx.call.integer(name).and_then(|n| u64::try_from(n).ok()).filter(|n| *n > 0).map(Duration::from_secs);
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .max_redirects(redirections)
        .user_agent(user_agent)
        .timeout_connect(seconds("ConnectionTimeoutSeconds"))
        .timeout_recv_body(seconds("OperationTimeoutSeconds"));
    if ctx.call.flag("SkipCertificateCheck") {
        config = config.tls_config(ureq::tls::TlsConfig::builder().disable_verification(true).build());
    }
    if ctx.call.flag("NoProxy") {
        config = config.proxy(None);
    }
    if let Some(proxy) = ctx.call.get("Proxy").cloned() {
        let text = convert::to_text(ctx.host.runtime(), &proxy)?;
        match ureq::Proxy::new(&text) {
            Ok(proxy) => config = config.proxy(Some(proxy)),
            Err(error) => {
                let message = format!("The proxy '{text}' cannot be used: {error}");
                return Err(fault(TypeId::ARGUMENT_EXCEPTION, message, "WebCmdletProxyException", Category::InvalidArgument, proxy));
            }
        }
    }
    Ok(config.build().into())
}

/// Sends a call's request, again where `-MaximumRetryCount` says so; none where the error is not one that ends the call.
pub fn send(ctx: &mut Context<'_>) -> Run<Option<Answer>> {
    if let Some(name) = NOT_HERE.iter().find(|name| ctx.call.has(name)) {
        let message = format!("The parameter -{name} of {} is not available in this shell.", ctx.call.spec.name());
        return Err(fault(TypeId::NOT_SUPPORTED_EXCEPTION, message, "NotSupported", Category::NotImplemented, Value::Null));
    }
    let uri = ctx.call.get("Uri").cloned().unwrap_or_default();
    let mut address = convert::to_text(ctx.host.runtime(), &uri)?.to_string();
    if !address.contains("://") {
        address = format!("http://{address}");
    }
    let method = method_of(ctx)?;
    let mut headers = headers_of(ctx)?;
    let has_secret = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Authorization")) && ctx.call.has("Authentication");
    if has_secret && !address.starts_with("https:") && !ctx.call.flag("AllowUnencryptedAuthentication") {
        let message = "The cmdlet cannot protect plain text secrets sent over unencrypted connections. To suppress this warning and send plain text secrets over unencrypted networks, reissue the command specifying the AllowUnencryptedAuthentication parameter.";
        let id = "WebCmdletAllowUnencryptedAuthenticationRequiredException";
        return Err(fault(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::InvalidArgument, Value::Null));
    }
    let body = body_of(ctx, method == "GET", &mut address)?;
    let kind = ctx.call.text("ContentType").map(|kind| kind.to_string());
    let own_kind = kind.or_else(|| body.as_ref().and_then(|(_, kind)| kind.map(str::to_owned)));
    if let Some(kind) = own_kind.filter(|_| !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Content-Type"))) {
        headers.push(("Content-Type".to_owned(), kind));
    }
    if let Some(gate) = ctx.engine().network_gate.clone() {
        gate(ctx.engine(), &method, &address)?;
        return Ok(None);
    }
    let agent = agent_of(ctx)?;
    let retries = ctx.call.integer("MaximumRetryCount").unwrap_or(0).max(0);
    let pause = Duration::from_secs(ctx.call.integer("RetryIntervalSec").unwrap_or(5).max(1) as u64);
    let mut attempt = 0;
    loop {
        ctx.engine().poll()?;
        let mut request = ureq::http::Request::builder().method(method.as_str()).uri(address.as_str());
        for (name, value) in &headers {
            request = request.header(name.as_str(), value.as_str());
        }
        let content = body.as_ref().map(|(bytes, _)| bytes.clone());
        let outcome = match content {
            Some(bytes) => request.body(bytes).map_err(|error| error.to_string()).and_then(|request| run(&agent, request)),
            None => request.body(()).map_err(|error| error.to_string()).and_then(|request| run(&agent, request)),
        };
        let is_good = outcome.as_ref().is_ok_and(|answer| answer.status < 400);
        if !is_good && attempt < retries {
            attempt += 1;
            std::thread::sleep(pause);
            continue;
        }
        return match outcome {
            Ok(answer) if is_good || ctx.call.flag("SkipHttpErrorCheck") => Ok(Some(answer)),
            Ok(answer) => Err(status_fault(&answer, &address)),
            Err(message) => {
                let class = TypeId::HTTP_REQUEST_EXCEPTION;
                Err(fault(class, message, "WebCmdletWebResponseException", Category::InvalidOperation, Value::str(&address)))
            }
        };
    }
}

fn run(agent: &ureq::Agent, request: ureq::http::Request<impl ureq::AsSendBody>) -> Result<Answer, String> {
    let mut response = agent.run(request).map_err(|error| error.to_string())?;
    let status = response.status();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (header_name(name.as_str()), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec().map_err(|error| error.to_string())?;
    Ok(Answer { status: status.as_u16(), reason: status.canonical_reason().unwrap_or("").to_owned(), headers, body })
}

/// `content-type` as `Content-Type`.
fn header_name(name: &str) -> String {
    name.split('-')
        .map(|part| {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect::<Vec<String>>()
        .join("-")
}

/// The error of an answer that says no; its content stands in the error's details.
fn status_fault(answer: &Answer, address: &str) -> Raise {
    let message = format!("Response status code does not indicate success: {} ({}).", answer.status, answer.reason);
    let exception = Exception::object(TypeId::HTTP_RESPONSE_EXCEPTION, message, None);
    exception.set_note("StatusCode", Value::Int(i32::from(answer.status)));
    exception.set_note("Response", answer.page());
    let record = ErrorRecord::of(exception, "WebCmdletWebResponseException", Category::InvalidOperation, Value::str(address));
    let text = answer.text();
    if !text.trim().is_empty() {
        *record.0.details.borrow_mut() = Some((Rc::from(text), None));
    }
    record.into()
}

/// Puts an answer's content into `-OutFile`; false where there is none.
pub fn save(ctx: &mut Context<'_>, answer: &Answer) -> Run<bool> {
    let Some(path) = ctx.call.text("OutFile") else { return Ok(false) };
    let mut path = ctx.engine().resolve_path(&path);
    if path.is_dir() {
        let uri = ctx.call.get("Uri").cloned().unwrap_or_default();
        let address = convert::to_text(ctx.host.runtime(), &uri)?;
        let name = address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or("").to_owned();
        path = path.join(if name.is_empty() { "download" } else { &name });
    }
    let mut file = FileWriter::open(ctx.engine(), &path, Mode::Replace, crate::value::members::TextEncoding::UTF8, false)?;
    file.bytes(&answer.body)?;
    file.finish()?;
    Ok(true)
}
