//! `[guid]`.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use crate::value::fault::Fault;
use crate::value::members::call::{Call, is_reference, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::guid::Guid;
use crate::value::{Array, ClrObject, Object, TypeId, Value};

/// A `Guid`.
#[derive(Clone, Copy)]
pub struct GuidObject(pub Guid);

/// A guid as a value.
pub fn guid(value: Guid) -> Value {
    Object::from_clr(GuidObject(value))
}

/// The guid in a value.
pub fn as_guid(value: &Value) -> Option<Guid> {
    value.downcast::<GuidObject>().map(|object| object.0)
}

/// The text in a format, if it is a guid.
pub fn format(value: &Value, format: &str) -> Option<Result<String, Fault>> {
    let mut out = String::new();
    Some(as_guid(value)?.format(&mut out, format).map(|()| out))
}

impl ClrObject for GuidObject {
    fn class(&self) -> TypeId {
        TypeId::GUID
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Variant", "Version"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "variant" => Some(Value::Int(((self.0.0 >> 60) & 0xf) as i32)),
            "version" => Some(Value::Int(((self.0.0 >> 76) & 0xf) as i32)),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let mut out = String::new();
        self.0.invariant_text(&mut out);
        Some(out)
    }

    fn equals(&self, other: &Value) -> bool {
        as_guid(other) == Some(self.0)
    }

    fn hash_code(&self) -> u64 {
        self.0.0 as u64
    }

    fn compare(&self, other: &Value) -> Option<Ordering> {
        as_guid(other).map(|other| self.0.cmp(&other))
    }
}

fn this(c: &Call) -> Guid {
    as_guid(&c.this).unwrap_or_default()
}

fn random(c: &mut Call) -> Guid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&c.rt.random().to_le_bytes());
    bytes[8..].copy_from_slice(&c.rt.random().to_le_bytes());
    Guid::from_random(bytes)
}

fn new(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::Null => Ok(guid(Guid::default())),
        Value::Str(text) => Ok(guid(Guid::parse(&text)?)),
        first => {
            let mut bytes: Vec<u8> = Vec::new();
            if let Some(items) = first.enumerate() {
                bytes.extend(items.iter().map(|item| to_long(item) as u8));
            } else {
                bytes.extend((to_long(&first) as u32).to_le_bytes());
                bytes.extend((c.long(1) as u16).to_le_bytes());
                bytes.extend((c.long(2) as u16).to_le_bytes());
                for arg in &c.args[3..] {
                    match arg.enumerate() {
                        Some(items) => bytes.extend(items.iter().map(|item| to_long(item) as u8)),
                        None => bytes.push(to_long(arg) as u8),
                    }
                }
            }
            match <[u8; 16]>::try_from(bytes) {
                Ok(bytes) => Ok(guid(Guid::from_net_bytes(bytes))),
                Err(_) => Err(Thrown::argument_named("b", "Byte array for Guid must be exactly 16 bytes long.")),
            }
        }
    }
}

fn parse(c: &Call) -> Result<Value, Fault> {
    Ok(guid(Guid::parse(&c.text(0).unwrap_or_else(|| Rc::from("")))?))
}

fn try_parse(c: &mut Call) -> Outcome {
    let parsed = parse(c);
    let is_guid = parsed.is_ok();
    let last = c.args.iter().rposition(is_reference).unwrap_or(0);
    c.write_ref(last, parsed.unwrap_or_else(|_| guid(Guid::default())))?;
    ok(is_guid)
}

/// `[guid]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::GUID],
    new: Some(new),
    methods: &[
        ("CompareTo", |c| match as_guid(&c.arg(0)) {
            Some(other) => ok(this(c).cmp(&other) as i32),
            None if !c.has(0) => ok(1),
            None => Err(Thrown::argument("Object must be of type GUID.")),
        }),
        ("ToByteArray", |c| {
            let bytes = if c.bool(0) { this(c).0.to_be_bytes() } else { this(c).to_net_bytes() };
            Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.iter().map(|byte| Value::Byte(*byte)).collect()))))
        }),
        ("ToString", |c| {
            let mut out = String::new();
            this(c).format(&mut out, &c.text(0).unwrap_or_default())?;
            ok(out)
        }),
    ],
    statics: &[
        ("CreateVersion7", |c| {
            let milliseconds = crate::value::date::DateTimeOffset::from_date_time(c.rt.now())?.to_unix_milliseconds() as u128;
            let random = random(c).0;
            let kept = random & !(0xffff_ffff_ffffu128 << 80) & !(0xf << 76);
            Ok(guid(Guid(kept | (milliseconds << 80) | (7 << 76))))
        }),
        ("NewGuid", |c| Ok(guid(random(c)))),
        ("Parse", |c| Ok(parse(c)?)),
        ("ParseExact", |c| Ok(parse(c)?)),
        ("TryParse", try_parse),
        ("TryParseExact", try_parse),
    ],
    static_properties: &[("Empty", |_| Ok(guid(Guid::default()))), ("AllBitsSet", |_| Ok(guid(Guid(u128::MAX))))],
    added: &[("Guid", |c| {
        let mut out = String::new();
        this(c).invariant_text(&mut out);
        ok(out)
    })],
    ..TypeImpl::EMPTY
};
