//! `[uri]` and `[uribuilder]`.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::members::call::{Call, is_reference};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::text::encode;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A URI, taken apart; relative ones have their text alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Uri {
    original: String,
    parts: Option<Parts>,
}

#[derive(Clone, Debug, PartialEq)]
struct Parts {
    scheme: String,
    user: String,
    host: String,
    /// -1 where the scheme has none.
    port: i32,
    path: String,
    query: String,
    fragment: String,
    /// Whether `//` stands after the scheme.
    has_authority: bool,
}

fn default_port(scheme: &str) -> i32 {
    match scheme {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        "ftp" => 21,
        "ssh" | "sftp" => 22,
        "telnet" => 23,
        "ldap" => 389,
        "mailto" => 25,
        "news" | "nntp" => 119,
        _ => -1,
    }
}

/// Escapes what may not stand in a URI; escapes that are there stay.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Takes `.` and `..` out of a path.
fn compact(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut pieces = path.split('/').peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        match piece {
            "." if is_last => parts.push(""),
            "." => {}
            ".." => {
                if parts.len() > 1 {
                    parts.pop();
                }
                if is_last {
                    parts.push("");
                }
            }
            _ => parts.push(piece),
        }
    }
    parts.join("/")
}

impl Parts {
    fn parse(text: &str) -> Result<Option<Parts>, &'static str> {
        let text = text.trim();
        // A path of this system is a file URI.
        if text.starts_with('/') && !text.starts_with("//") {
            return Ok(Some(Parts {
                scheme: "file".into(),
                user: String::new(),
                host: String::new(),
                port: -1,
                path: escape(text).replace('?', "%3F").replace('#', "%23"),
                query: String::new(),
                fragment: String::new(),
                has_authority: true,
            }));
        }
        let Some((scheme, rest)) = text.split_once(':') else { return Ok(None) };
        let is_scheme =
            scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        if !is_scheme {
            return Ok(None);
        }
        let scheme = scheme.to_ascii_lowercase();
        let (rest, fragment) = match rest.find('#') {
            Some(at) => (&rest[..at], escape(&rest[at..])),
            None => (rest, String::new()),
        };
        let (rest, query) = match rest.find('?') {
            Some(at) => (&rest[..at], escape(&rest[at..])),
            None => (rest, String::new()),
        };
        let Some(rest) = rest.strip_prefix("//") else {
            if matches!(scheme.as_str(), "http" | "https" | "ftp") {
                return Err("Invalid URI: The hostname could not be parsed.");
            }
            // `mailto:a@b` has user and host.
            if scheme == "mailto"
                && let Some((user, host)) = rest.split_once('@')
            {
                return Ok(Some(Parts {
                    port: 25,
                    scheme,
                    user: escape(user),
                    host: host.to_lowercase(),
                    path: String::new(),
                    query,
                    fragment,
                    has_authority: false,
                }));
            }
            return Ok(Some(Parts {
                port: default_port(&scheme),
                scheme,
                user: String::new(),
                host: String::new(),
                path: escape(rest),
                query,
                fragment,
                has_authority: false,
            }));
        };
        let (authority, path) = match rest.find('/') {
            Some(at) => (&rest[..at], &rest[at..]),
            None => (rest, ""),
        };
        let (user, host_port) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = match host_port.rfind(':').filter(|at| !host_port[*at..].contains(']')) {
            Some(at) => (&host_port[..at], &host_port[at + 1..]),
            None => (host_port, ""),
        };
        let port = match port {
            "" => default_port(&scheme),
            digits => digits.parse::<u16>().map_err(|_| "Invalid URI: Invalid port specified.")?.into(),
        };
        if host.is_empty() && scheme != "file" {
            return Err("Invalid URI: The hostname could not be parsed.");
        }
        if host.contains([' ', '<', '>', '"', '\\', '^', '|', '{', '}']) {
            return Err("Invalid URI: The hostname could not be parsed.");
        }
        let path = if path.is_empty() { "/".to_owned() } else { compact(&escape(path)) };
        Ok(Some(Parts { scheme, user: escape(user), host: host.to_lowercase(), port, path, query, fragment, has_authority: true }))
    }

    fn is_default_port(&self) -> bool {
        self.port == default_port(&self.scheme)
    }

    fn authority(&self) -> String {
        if self.is_default_port() || self.port < 0 { self.host.clone() } else { format!("{}:{}", self.host, self.port) }
    }

    fn absolute(&self) -> String {
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        let slashes = if self.has_authority { "//" } else { "" };
        format!("{}:{slashes}{user}{}{}{}{}", self.scheme, self.authority(), self.path, self.query, self.fragment)
    }
}

impl Uri {
    /// A URI from its text: .NET's error text where it is none.
    pub fn parse(text: &str, kind: i64) -> Result<Uri, &'static str> {
        const FORMAT: &str = "Invalid URI: The format of the URI could not be determined.";
        if text.is_empty() && kind != 2 && kind != 0 {
            return Err("Invalid URI: The URI is empty.");
        }
        let parts = match kind {
            // Relative alone.
            2 => None,
            // Either: what cannot be an absolute one is relative.
            0 => Parts::parse(text).unwrap_or(None),
            _ => Some(Parts::parse(text)?.ok_or(FORMAT)?),
        };
        Ok(Uri { original: text.to_owned(), parts })
    }

    /// Whether it has a scheme.
    pub fn is_absolute(&self) -> bool {
        self.parts.is_some()
    }

    /// The whole text, escaped.
    pub fn absolute(&self) -> String {
        self.parts.as_ref().map_or_else(|| self.original.clone(), Parts::absolute)
    }

    /// A relative URI seen from this one.
    fn combine(&self, relative: &str) -> Result<Uri, &'static str> {
        if Parts::parse(relative).is_ok_and(|parts| parts.is_some()) && !relative.starts_with('/') {
            return Uri::parse(relative, 1);
        }
        let Some(parts) = &self.parts else { return Err("This operation is not supported for a relative URI.") };
        let root = format!(
            "{}://{}{}",
            parts.scheme,
            if parts.user.is_empty() { String::new() } else { format!("{}@", parts.user) },
            parts.authority()
        );
        let text = if relative.is_empty() {
            parts.absolute()
        } else if let Some(rest) = relative.strip_prefix("//") {
            format!("{}://{rest}", parts.scheme)
        } else if relative.starts_with('/') {
            format!("{root}{relative}")
        } else if relative.starts_with('?') {
            format!("{root}{}{relative}", parts.path)
        } else if relative.starts_with('#') {
            format!("{root}{}{}{relative}", parts.path, parts.query)
        } else {
            let folder = parts.path.rfind('/').map_or("/", |at| &parts.path[..=at]);
            format!("{root}{folder}{relative}")
        };
        Uri::parse(&text, 1)
    }
}

/// A URI as a value.
pub fn uri(value: Uri) -> Value {
    Object::from_clr(value)
}

impl ClrObject for Uri {
    fn class(&self) -> TypeId {
        TypeId::URI
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "AbsolutePath",
            "AbsoluteUri",
            "LocalPath",
            "Authority",
            "HostNameType",
            "IsDefaultPort",
            "IsFile",
            "IsLoopback",
            "PathAndQuery",
            "Segments",
            "IsUnc",
            "Host",
            "Port",
            "Query",
            "Fragment",
            "Scheme",
            "OriginalString",
            "DnsSafeHost",
            "IdnHost",
            "IsAbsoluteUri",
            "UserEscaped",
            "UserInfo",
        ]
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        // `ToString()` shows escaped letters as themselves.
        Some(match &self.parts {
            Some(parts) => {
                let absolute = parts.absolute();
                let kept = absolute
                    .replace("%25", "%2525")
                    .replace("%23", "%2523")
                    .replace("%3F", "%253F")
                    .replace("%2F", "%252F")
                    .replace("%20", " ");
                encode::unescape_data_string(&kept)
            }
            None => self.original.clone(),
        })
    }

    fn equals(&self, other: &Value) -> bool {
        match other.base() {
            Value::Str(text) => Uri::parse(text, 0).is_ok_and(|other| other.absolute() == self.absolute()),
            other => other.downcast::<Uri>().is_some_and(|other| other.absolute() == self.absolute()),
        }
    }

    fn hash_code(&self) -> u64 {
        self.absolute().len() as u64
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Uri> {
    c.this.downcast::<Uri>().ok_or_else(|| Thrown::invalid_operation("The object is no Uri."))
}

fn parts<'a>(c: &'a Call) -> Outcome<&'a Parts> {
    this(c)?.parts.as_ref().ok_or_else(|| Thrown::invalid_operation("This operation is not supported for a relative URI."))
}

fn format_error(message: &str) -> Thrown {
    Thrown::new(TypeId::URI_FORMAT_EXCEPTION, message)
}

fn new(c: &mut Call) -> Outcome {
    let first = c.arg(0);
    if let Some(base) = first.downcast::<Uri>() {
        let second = c.arg(1);
        let relative = second
            .downcast::<Uri>()
            .map(|own| own.original.clone())
            .or_else(|| second.as_str().map(ToString::to_string))
            .unwrap_or_default();
        return base.combine(&relative).map(uri).map_err(format_error);
    }
    let text = c.str(0, "uriString")?;
    Uri::parse(&text, c.enum_of(1, TypeId::URI_KIND).unwrap_or(1)).map(uri).map_err(format_error)
}

fn try_create(c: &mut Call) -> Outcome {
    let last = c.args.iter().rposition(is_reference).unwrap_or(0);
    let made = match (c.arg(0).downcast::<Uri>(), c.text(0)) {
        (Some(base), _) => {
            let second = c.arg(1);
            let relative = second
                .downcast::<Uri>()
                .map(|own| own.original.clone())
                .or_else(|| second.as_str().map(ToString::to_string))
                .unwrap_or_default();
            base.combine(&relative).ok()
        }
        (None, Some(text)) => Uri::parse(&text, c.enum_of(1, TypeId::URI_KIND).unwrap_or(1)).ok(),
        _ => None,
    };
    let is_uri = made.is_some();
    c.write_ref(last, made.map_or(Value::Null, uri))?;
    ok(is_uri)
}

fn segments(path: &str) -> Vec<String> {
    let mut list = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find('/') {
        list.push(rest[..=at].to_owned());
        rest = &rest[at + 1..];
    }
    if !rest.is_empty() {
        list.push(rest.to_owned());
    }
    list
}

fn left_part(c: &mut Call) -> Outcome {
    let own = parts(c)?;
    let wanted = crate::value::members::call::to_long(&c.arg(0));
    let user = if own.user.is_empty() { String::new() } else { format!("{}@", own.user) };
    let root = format!("{}://{user}{}", own.scheme, own.authority());
    ok(match wanted {
        0 => format!("{}://", own.scheme),
        1 => root,
        2 => format!("{root}{}", own.path),
        _ => format!("{root}{}{}", own.path, own.query),
    })
}

fn host_kind(host: &str) -> &'static str {
    if host.starts_with('[') {
        "IPv6"
    } else if host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok()) {
        "IPv4"
    } else if host.is_empty() {
        "Basic"
    } else {
        "Dns"
    }
}

/// `[uri]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::URI],
    new: Some(new),
    properties: &[
        ("AbsolutePath", |c| ok(parts(c)?.path.as_str())),
        ("AbsoluteUri", |c| ok(parts(c)?.absolute())),
        ("LocalPath", |c| ok(encode::unescape_data_string(&parts(c)?.path))),
        ("Authority", |c| ok(parts(c)?.authority())),
        ("HostNameType", |c| ok(host_kind(&parts(c)?.host))),
        ("IsDefaultPort", |c| ok(parts(c)?.is_default_port())),
        ("IsFile", |c| ok(parts(c)?.scheme == "file")),
        ("IsLoopback", |c| {
            ok(matches!(parts(c)?.host.as_str(), "localhost" | "127.0.0.1" | "[::1]" | "loopback" | "") && parts(c)?.has_authority)
        }),
        ("PathAndQuery", |c| ok(format!("{}{}", parts(c)?.path, parts(c)?.query))),
        ("Segments", |c| Ok(Value::strings(segments(&parts(c)?.path)))),
        ("IsUnc", |_| ok(false)),
        ("Host", |c| ok(parts(c)?.host.as_str())),
        ("Port", |c| ok(parts(c)?.port)),
        ("Query", |c| ok(parts(c)?.query.as_str())),
        ("Fragment", |c| ok(parts(c)?.fragment.as_str())),
        ("Scheme", |c| ok(parts(c)?.scheme.as_str())),
        ("OriginalString", |c| ok(this(c)?.original.as_str())),
        ("DnsSafeHost", |c| ok(parts(c)?.host.trim_matches(['[', ']']))),
        ("IdnHost", |c| ok(parts(c)?.host.trim_matches(['[', ']']))),
        ("IsAbsoluteUri", |c| ok(this(c)?.is_absolute())),
        ("UserEscaped", |_| ok(false)),
        ("UserInfo", |c| ok(parts(c)?.user.as_str())),
    ],
    methods: &[
        ("GetLeftPart", left_part),
        ("IsBaseOf", |c| {
            let other = c.arg(0);
            let own = this(c)?.absolute();
            let base = own.rfind('/').map_or(own.as_str(), |at| &own[..=at]);
            ok(other.downcast::<Uri>().is_some_and(|other| other.absolute().starts_with(base)))
        }),
        ("IsWellFormedOriginalString", |c| {
            ok(this(c)?
                .parts
                .as_ref()
                .is_none_or(|parts| parts.absolute().trim_end_matches('/') == this(c).map_or("", |own| own.original.trim_end_matches('/'))))
        }),
        ("MakeRelativeUri", |c| {
            let other = c.arg(0);
            let Some(target) = other.downcast::<Uri>() else { return Err(Thrown::null("uri")) };
            let (own, target_parts) = (parts(c)?, target.parts.as_ref());
            let Some(target_parts) =
                target_parts.filter(|target| target.scheme == own.scheme && target.host == own.host && target.port == own.port)
            else {
                return Ok(other.clone());
            };
            let (from, to) = (segments(&own.path), segments(&target_parts.path));
            let from_folder = if own.path.ends_with('/') { &from[..] } else { &from[..from.len().saturating_sub(1)] };
            let common = from_folder.iter().zip(&to).take_while(|(a, b)| a == b).count();
            let text = format!(
                "{}{}{}{}",
                "../".repeat(from_folder.len() - common),
                to[common..].concat(),
                target_parts.query,
                target_parts.fragment
            );
            Uri::parse(&text, 2).map(uri).map_err(format_error)
        }),
    ],
    statics: &[
        ("CheckHostName", |c| ok(host_kind(&c.text(0).unwrap_or_default()))),
        ("CheckSchemeName", |c| {
            ok(c.text(0).is_some_and(|text| {
                text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            }))
        }),
        ("EscapeDataString", |c| ok(encode::escape_data_string(&c.str(0, "stringToEscape")?))),
        ("EscapeUriString", |c| ok(encode::escape_uri_string(&c.str(0, "stringToEscape")?))),
        ("HexEscape", |c| ok(format!("%{:02X}", c.char(0) & 0xff))),
        ("IsHexDigit", |c| ok(crate::value::string::unit_text(c.char(0)).is_ascii_hexdigit())),
        ("IsWellFormedUriString", |c| {
            let (text, kind) = (c.text(0).unwrap_or_default(), c.long(1));
            ok(Uri::parse(&text, kind).is_ok_and(|own| escape(&text) == *text && (kind != 1 || own.is_absolute())))
        }),
        ("TryCreate", try_create),
        ("UnescapeDataString", |c| ok(encode::unescape_data_string(&c.str(0, "stringToUnescape")?))),
    ],
    ..TypeImpl::EMPTY
};

/// A `UriBuilder`.
pub struct UriBuilder {
    parts: RefCell<Parts>,
    password: RefCell<String>,
}

impl UriBuilder {
    fn text(&self) -> String {
        let mut parts = self.parts.borrow().clone();
        if !self.password.borrow().is_empty() {
            parts.user = format!("{}:{}", parts.user, self.password.borrow());
        }
        if parts.port < 0 {
            parts.port = default_port(&parts.scheme);
        } else if parts.is_default_port() {
            // A builder writes the port it was given, default or not.
            let user = if parts.user.is_empty() { String::new() } else { format!("{}@", parts.user) };
            return format!("{}://{user}{}:{}{}{}{}", parts.scheme, parts.host, parts.port, parts.path, parts.query, parts.fragment);
        }
        parts.absolute()
    }
}

impl ClrObject for UriBuilder {
    fn class(&self) -> TypeId {
        TypeId::URI_BUILDER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text())
    }
}

fn builder<'a>(c: &'a Call) -> Outcome<&'a UriBuilder> {
    c.this.downcast::<UriBuilder>().ok_or_else(|| Thrown::invalid_operation("The object is no UriBuilder."))
}

fn with_mark(text: &str, mark: char) -> String {
    if text.is_empty() || text.starts_with(mark) { text.to_owned() } else { format!("{mark}{text}") }
}

fn path_of(text: &str) -> String {
    if text.starts_with('/') { escape(text) } else { format!("/{}", escape(text)) }
}

fn new_builder(c: &mut Call) -> Outcome {
    let mut password = String::new();
    let parts = match (c.arg(0), c.len()) {
        (_, 0) => Parts {
            scheme: "http".into(),
            user: String::new(),
            host: "localhost".into(),
            port: -1,
            path: "/".into(),
            query: String::new(),
            fragment: String::new(),
            has_authority: true,
        },
        (first, 1) => {
            let own = match first.downcast::<Uri>() {
                Some(own) => own.clone(),
                None => {
                    let text = c.str(0, "uri")?;
                    let text = if text.contains("://") { text.to_string() } else { format!("http://{text}") };
                    Uri::parse(&text, 1).map_err(format_error)?
                }
            };
            let mut parts = own.parts.ok_or_else(|| Thrown::invalid_operation("This operation is not supported for a relative URI."))?;
            if let Some((user, secret)) = parts.user.clone().split_once(':') {
                parts.user = user.to_owned();
                password = secret.to_owned();
            }
            parts
        }
        (_, count) => {
            let extra = if count > 4 { c.text(4).unwrap_or_default().to_string() } else { String::new() };
            let (query, fragment) = if extra.starts_with('#') { (String::new(), extra) } else { (extra, String::new()) };
            Parts {
                scheme: c.str(0, "scheme")?.to_lowercase(),
                user: String::new(),
                host: c.text(1).unwrap_or_default().to_string(),
                port: if count > 2 { c.int(2) } else { -1 },
                path: if count > 3 { path_of(&c.text(3).unwrap_or_default()) } else { "/".into() },
                query,
                fragment,
                has_authority: true,
            }
        }
    };
    Ok(Object::from_clr(UriBuilder { parts: RefCell::new(parts), password: RefCell::new(password) }))
}

fn change(c: &mut Call, change: impl FnOnce(&mut Parts, &str)) -> Outcome {
    let text: Rc<str> = c.text(0).unwrap_or_default();
    change(&mut builder(c)?.parts.borrow_mut(), &text);
    void()
}

/// `[uribuilder]`.
pub const BUILDER: TypeImpl = TypeImpl {
    ids: &[TypeId::URI_BUILDER],
    new: Some(new_builder),
    properties: &[
        ("Scheme", |c| ok(builder(c)?.parts.borrow().scheme.as_str())),
        ("UserName", |c| ok(builder(c)?.parts.borrow().user.as_str())),
        ("Password", |c| ok(builder(c)?.password.borrow().as_str())),
        ("Host", |c| ok(builder(c)?.parts.borrow().host.as_str())),
        ("Port", |c| ok(builder(c)?.parts.borrow().port)),
        ("Path", |c| ok(builder(c)?.parts.borrow().path.as_str())),
        ("Query", |c| ok(builder(c)?.parts.borrow().query.as_str())),
        ("Fragment", |c| ok(builder(c)?.parts.borrow().fragment.as_str())),
        ("Uri", |c| Uri::parse(&builder(c)?.text(), 1).map(uri).map_err(format_error)),
    ],
    setters: &[
        ("Scheme", |c| change(c, |parts, text| parts.scheme = text.trim_end_matches("://").trim_end_matches(':').to_lowercase())),
        ("UserName", |c| change(c, |parts, text| parts.user = text.to_owned())),
        ("Password", |c| {
            *builder(c)?.password.borrow_mut() = c.text(0).unwrap_or_default().to_string();
            void()
        }),
        ("Host", |c| change(c, |parts, text| parts.host = text.to_owned())),
        ("Port", |c| {
            let port = c.int(0);
            if !(-1..=65535).contains(&port) {
                return Err(Thrown::out_of_range("value", "Specified argument was out of the range of valid values."));
            }
            builder(c)?.parts.borrow_mut().port = port;
            void()
        }),
        ("Path", |c| change(c, |parts, text| parts.path = path_of(text))),
        ("Query", |c| change(c, |parts, text| parts.query = with_mark(text, '?'))),
        ("Fragment", |c| change(c, |parts, text| parts.fragment = with_mark(text, '#'))),
    ],
    ..TypeImpl::EMPTY
};
