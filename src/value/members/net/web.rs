//! `WebUtility`, `HttpUtility`, `IPAddress`.

use std::any::Any;
use std::net::IpAddr;
use std::rc::Rc;

use crate::value::members::call::{Call, to_long};
use crate::value::members::collections::name_values::NameValues;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::encode;
use crate::value::{Array, ClrObject, Exception, Object, TypeId, Value};

/// A function of a text; null stays null.
fn text(c: &mut Call, function: fn(&str) -> String) -> Outcome {
    Ok(c.text(0).map_or(Value::Null, |text| Value::from(function(&text))))
}

/// `[net.webutility]`.
pub const HTML: TypeImpl = TypeImpl {
    ids: &[TypeId::WEB_UTILITY],
    statics: &[
        ("HtmlDecode", |c| text(c, encode::html_decode)),
        ("HtmlEncode", |c| text(c, encode::html_encode)),
        ("UrlDecode", |c| text(c, encode::url_decode)),
        ("UrlEncode", |c| text(c, encode::web_url_encode)),
    ],
    ..TypeImpl::EMPTY
};

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;")
}

fn script(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\'' | '<' | '>' | '&' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out
}

fn query(c: &mut Call) -> Outcome {
    let query = c.str(0, "query")?;
    let mut pairs: Vec<(Option<Rc<str>>, Rc<str>)> = Vec::new();
    for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        let decoded = |text: &str| Rc::from(encode::url_decode(text));
        pairs.push(match pair.split_once('=') {
            Some((name, value)) => (Some(decoded(name)), decoded(value)),
            None => (None, decoded(pair)),
        });
    }
    Ok(NameValues::value(pairs, true))
}

/// `[web.httputility]`.
pub const HTTP: TypeImpl = TypeImpl {
    ids: &[TypeId::HTTP_UTILITY],
    statics: &[
        ("HtmlAttributeEncode", |c| text(c, attribute)),
        ("HtmlDecode", |c| text(c, encode::html_decode)),
        ("HtmlEncode", |c| text(c, encode::html_encode)),
        ("JavaScriptStringEncode", |c| {
            let quoted = c.bool(1);
            let text = script(&c.text(0).unwrap_or_default());
            ok(if quoted { format!("\"{text}\"") } else { text })
        }),
        ("ParseQueryString", query),
        ("UrlDecode", |c| text(c, encode::url_decode)),
        ("UrlEncode", |c| text(c, encode::url_encode)),
        ("UrlPathEncode", |c| text(c, encode::escape_uri_string)),
    ],
    ..TypeImpl::EMPTY
};

/// An `IPAddress`.
struct Ip(IpAddr);

impl ClrObject for Ip {
    fn class(&self) -> TypeId {
        TypeId::IP_ADDRESS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Ip>().is_some_and(|other| self.0 == other.0)
    }

    fn hash_code(&self) -> u64 {
        bytes(&self.0).iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

fn bytes(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    }
}

fn this(c: &Call) -> Outcome<IpAddr> {
    c.this.downcast::<Ip>().map(|ip| ip.0).ok_or_else(|| Thrown::invalid_operation("The object is no IPAddress."))
}

fn parse(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    // A number, or fewer parts than four, as of old; each part decimal, octal after 0, or hexadecimal after 0x.
    let number = |part: &str| -> Option<u32> {
        let hexadecimal = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"));
        let (digits, radix) = match hexadecimal {
            Some(digits) => (digits, 16),
            None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
            None => (part, 10),
        };
        let starts_right = digits.starts_with(|c: char| c.is_ascii_hexdigit());
        starts_right.then(|| u32::from_str_radix(digits, radix).ok()).flatten()
    };
    let parts: Option<Vec<u32>> = text.split('.').map(number).collect();
    let parts = parts.filter(|parts| (1..=4).contains(&parts.len()))?;
    let (last, first) = parts.split_last()?;
    // The last part fills all that the others leave.
    if u64::from(*last) >> (32 - 8 * first.len()) != 0 {
        return None;
    }
    let mut value: u32 = 0;
    for (at, part) in first.iter().enumerate() {
        value |= u32::from(u8::try_from(*part).ok()?) << (24 - 8 * at);
    }
    Some(IpAddr::from((value | last).to_be_bytes()))
}

fn make(address: &str) -> Outcome {
    Ok(parse(address).map_or(Value::Null, |address| Object::from_clr(Ip(address))))
}

fn new_ip(c: &mut Call) -> Outcome {
    let first = c.arg(0);
    if let Some(items) = first.enumerate() {
        let octets: Vec<u8> = items.iter().map(|item| to_long(item) as u8).collect();
        return match (<[u8; 4]>::try_from(octets.clone()), <[u8; 16]>::try_from(octets)) {
            (Ok(four), _) => Ok(Object::from_clr(Ip(four.into()))),
            (_, Ok(sixteen)) => Ok(Object::from_clr(Ip(sixteen.into()))),
            _ => Err(Thrown::argument_named("address", "An invalid IP address was specified.")),
        };
    }
    let Ok(bits) = u32::try_from(to_long(&first)) else {
        return Err(Thrown::out_of_range("newAddress", "Specified argument was out of the range of valid values."));
    };
    Ok(Object::from_clr(Ip(bits.to_le_bytes().into())))
}

fn parse_argument(c: &Call) -> Outcome {
    parse(&c.str(0, "ipString")?).map(|address| Object::from_clr(Ip(address))).ok_or_else(|| {
        let cause = Exception::object(TypeId::SOCKET_EXCEPTION, "An invalid argument was supplied.", None);
        Thrown::Exception(Exception::object(TypeId::FORMAT_EXCEPTION, "An invalid IP address was specified.", Some(cause)))
    })
}

/// `[ipaddress]`.
pub const IP: TypeImpl = TypeImpl {
    ids: &[TypeId::IP_ADDRESS],
    new: Some(new_ip),
    properties: &[
        ("AddressFamily", |c| ok(if this(c)?.is_ipv4() { "InterNetwork" } else { "InterNetworkV6" })),
        ("IsIPv6LinkLocal", |c| ok(matches!(this(c)?, IpAddr::V6(address) if address.segments()[0] & 0xffc0 == 0xfe80))),
        ("IsIPv6Multicast", |c| ok(matches!(this(c)?, IpAddr::V6(address) if address.is_multicast()))),
        ("IsIPv4MappedToIPv6", |c| ok(matches!(this(c)?, IpAddr::V6(address) if address.to_ipv4_mapped().is_some()))),
        ("Address", |c| match this(c)? {
            IpAddr::V4(address) => ok(i64::from(u32::from_le_bytes(address.octets()))),
            IpAddr::V6(_) => Ok(Value::Null),
        }),
    ],
    methods: &[
        ("GetAddressBytes", |c| {
            Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes(&this(c)?).into_iter().map(Value::Byte).collect()))))
        }),
        ("MapToIPv4", |c| {
            Ok(match this(c)? {
                IpAddr::V6(address) => address.to_ipv4().map_or(Value::Null, |address| Object::from_clr(Ip(address.into()))),
                own => Object::from_clr(Ip(own)),
            })
        }),
        ("MapToIPv6", |c| {
            Ok(match this(c)? {
                IpAddr::V4(address) => Object::from_clr(Ip(address.to_ipv6_mapped().into())),
                own => Object::from_clr(Ip(own)),
            })
        }),
    ],
    statics: &[
        ("IsLoopback", |c| ok(c.arg(0).downcast::<Ip>().is_some_and(|ip| ip.0.is_loopback()))),
        ("Parse", |c| parse_argument(c)),
        ("TryParse", |c| {
            let parsed = parse_argument(c).ok();
            let is_address = parsed.is_some();
            c.write_ref(1, parsed.unwrap_or_default())?;
            ok(is_address)
        }),
    ],
    static_properties: &[
        ("Any", |_| make("0.0.0.0")),
        ("Broadcast", |_| make("255.255.255.255")),
        ("IPv6Any", |_| make("::")),
        ("IPv6Loopback", |_| make("::1")),
        ("Loopback", |_| make("127.0.0.1")),
        ("None", |_| make("255.255.255.255")),
    ],
    added: &[("IPAddressToString", |c| ok(this(c)?.to_string()))],
    ..TypeImpl::EMPTY
};
