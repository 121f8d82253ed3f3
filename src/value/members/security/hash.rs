//! Hash algorithms, and random bytes.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::streams::Stream;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, ClrObject, Object, TypeId, Value};

/// A hash algorithm; its class says which.
struct Algorithm {
    class: TypeId,
    key: RefCell<Vec<u8>>,
    last: RefCell<Option<Vec<u8>>>,
}

impl ClrObject for Algorithm {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The hash of bytes by the algorithm of a class.
fn digest(class: TypeId, bytes: &[u8]) -> Vec<u8> {
    match class {
        TypeId::MD5 => Md5::digest(bytes).to_vec(),
        TypeId::SHA1 => Sha1::digest(bytes).to_vec(),
        TypeId::SHA512 => Sha512::digest(bytes).to_vec(),
        _ => Sha256::digest(bytes).to_vec(),
    }
}

/// HMAC with SHA-256 (RFC 2104).
fn keyed(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut block = if key.len() > BLOCK { digest(TypeId::SHA256, key) } else { key.to_vec() };
    block.resize(BLOCK, 0);
    let pad = |mask: u8| block.iter().map(|byte| byte ^ mask).collect::<Vec<u8>>();
    let inner = digest(TypeId::SHA256, &[pad(0x36), bytes.to_vec()].concat());
    digest(TypeId::SHA256, &[pad(0x5c), inner].concat())
}

fn byte_array(bytes: Vec<u8>) -> Value {
    Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect())))
}

/// The bytes of an argument: an array, a part of one, or what is left of a stream.
fn bytes(c: &Call, at: usize) -> Outcome<Vec<u8>> {
    let given = c.arg(at);
    if let Some(stream) = given.downcast::<Stream>() {
        return Ok(stream.rest());
    }
    if given.is_null() {
        return Err(Thrown::null("buffer"));
    }
    let all: Vec<u8> = c.items(at).iter().map(|item| to_long(item) as u8).collect();
    if c.len() >= at + 3 {
        let (from, count) = (c.int(at + 1).max(0) as usize, c.int(at + 2).max(0) as usize);
        return Ok(all.get(from..from + count).unwrap_or_default().to_vec());
    }
    Ok(all)
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Algorithm> {
    c.this.downcast::<Algorithm>().ok_or_else(|| Thrown::invalid_operation("The object is no hash algorithm."))
}

fn make(class: TypeId, key: Vec<u8>) -> Value {
    Object::from_clr(Algorithm { class, key: RefCell::new(key), last: RefCell::new(None) })
}

fn compute(c: &mut Call) -> Outcome {
    let given = bytes(c, 0)?;
    let own = this(c)?;
    let hash = if own.class == TypeId::HMACSHA256 { keyed(&own.key.borrow(), &given) } else { digest(own.class, &given) };
    *own.last.borrow_mut() = Some(hash.clone());
    Ok(byte_array(hash))
}

fn by_name(c: &mut Call) -> Outcome {
    let class = match c.text(0).map(|name| name.to_ascii_uppercase()).as_deref() {
        None if c.type_id != TypeId::HASH_ALGORITHM => c.type_id,
        Some("MD5" | "SYSTEM.SECURITY.CRYPTOGRAPHY.MD5") => TypeId::MD5,
        Some("SHA1" | "SHA" | "SYSTEM.SECURITY.CRYPTOGRAPHY.SHA1") => TypeId::SHA1,
        Some("SHA512" | "SHA-512" | "SYSTEM.SECURITY.CRYPTOGRAPHY.SHA512") => TypeId::SHA512,
        Some("SHA256" | "SHA-256" | "SYSTEM.SECURITY.CRYPTOGRAPHY.SHA256") | None => TypeId::SHA256,
        _ => return Ok(Value::Null),
    };
    Ok(make(class, Vec::new()))
}

/// Hash algorithms.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::SHA256, TypeId::SHA1, TypeId::SHA512, TypeId::MD5, TypeId::HASH_ALGORITHM, TypeId::HMACSHA256],
    properties: &[
        ("Hash", |c| Ok(this(c)?.last.borrow().clone().map_or(Value::Null, byte_array))),
        ("HashSize", |c| {
            ok(match this(c)?.class {
                TypeId::MD5 => 128,
                TypeId::SHA1 => 160,
                TypeId::SHA512 => 512,
                _ => 256,
            })
        }),
    ],
    methods: &[("ComputeHash", compute), ("Dispose", |_| void()), ("Clear", |_| void()), ("Initialize", |_| void())],
    statics: &[
        ("Create", by_name),
        ("HashData", |c| {
            if c.type_id == TypeId::HMACSHA256 {
                let (key, source) = (bytes(c, 0)?, bytes(c, 1)?);
                return Ok(byte_array(keyed(&key, &source)));
            }
            Ok(byte_array(digest(c.type_id, &bytes(c, 0)?)))
        }),
    ],
    ..TypeImpl::EMPTY
};

/// `HMACSHA256`.
pub const KEYED: TypeImpl = TypeImpl {
    ids: &[TypeId::HMACSHA256],
    new: Some(|c| {
        let key = if c.is_empty() { (0..8).flat_map(|_| c.rt.random().to_le_bytes()).collect() } else { bytes(c, 0)? };
        Ok(make(TypeId::HMACSHA256, key))
    }),
    properties: &[("Key", |c| Ok(byte_array(this(c)?.key.borrow().clone())))],
    setters: &[("Key", |c| {
        let key = bytes(c, 0)?;
        *this(c)?.key.borrow_mut() = key;
        void()
    })],
    ..TypeImpl::EMPTY
};

fn random_bytes(c: &mut Call, count: usize) -> Vec<u8> {
    (0..count.div_ceil(8)).flat_map(|_| c.rt.random().to_le_bytes()).take(count).collect()
}

fn random_number(c: &mut Call) -> Outcome {
    let (low, high) = if c.len() > 1 { (c.long(0), c.long(1)) } else { (0, c.long(0)) };
    if low >= high {
        return Err(Thrown::argument("Range of random number does not contain at least one possibility."));
    }
    let offset = (u128::from(c.rt.random()) * (high - low) as u128) >> 64;
    ok((low + offset as i64) as i32)
}

/// `RandomNumberGenerator`.
pub const RANDOM: TypeImpl = TypeImpl {
    ids: &[TypeId::RANDOM_NUMBER_GENERATOR],
    methods: &[
        ("GetBytes", |c| {
            if let Value::Array(array) = c.arg(0) {
                let bytes = random_bytes(c, array.len());
                for (place, byte) in array.items.borrow_mut().iter_mut().zip(bytes) {
                    *place = Value::Byte(byte);
                }
            }
            void()
        }),
        ("Dispose", |_| void()),
    ],
    statics: &[
        ("Create", |_| Ok(make(TypeId::RANDOM_NUMBER_GENERATOR, Vec::new()))),
        ("Fill", |_| Err(Thrown::not_supported("Spans are not available in this shell."))),
        ("GetBytes", |c| {
            let count = c.int(0).max(0) as usize;
            Ok(byte_array(random_bytes(c, count)))
        }),
        ("GetHexString", |c| {
            let count = c.int(0).max(0) as usize;
            let text: String = random_bytes(c, count.div_ceil(2)).iter().map(|byte| format!("{byte:02X}")).collect();
            ok(if c.bool(1) { text[..count].to_lowercase() } else { text[..count].to_owned() })
        }),
        ("GetInt32", random_number),
    ],
    ..TypeImpl::EMPTY
};
