//! `SecureString`, `PSCredential`, `NetworkCredential`. The text is kept as a secret: nothing here prints it unasked.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use secrecy::{ExposeSecret, SecretString};

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

/// A `SecureString`.
pub struct SecureString {
    text: RefCell<SecretString>,
    read_only: Cell<bool>,
}

/// A secure string of a text.
pub fn secure_value(text: &str) -> Value {
    Object::from_clr(SecureString { text: RefCell::new(SecretString::from(text.to_owned())), read_only: Cell::new(false) })
}

/// The text of a secure string, for whoever is entitled to it.
pub fn secure_text(value: &Value) -> Option<String> {
    value.downcast::<SecureString>().map(|secure| secure.text.borrow().expose_secret().to_owned())
}

impl ClrObject for SecureString {
    fn class(&self) -> TypeId {
        TypeId::SECURE_STRING
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Length"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Length").then(|| Value::Int(self.text.borrow().expose_secret().encode_utf16().count() as i32))
    }
}

fn secure<'a>(c: &'a Call) -> Outcome<&'a SecureString> {
    c.this.downcast::<SecureString>().ok_or_else(|| Thrown::invalid_operation("The object is no SecureString."))
}

fn change(c: &mut Call, change: impl FnOnce(&mut Vec<u16>) -> Outcome<()>) -> Outcome {
    let own = secure(c)?;
    if own.read_only.get() {
        return Err(Thrown::invalid_operation("Instance is read-only."));
    }
    let mut units: Vec<u16> = own.text.borrow().expose_secret().encode_utf16().collect();
    change(&mut units)?;
    *own.text.borrow_mut() = SecretString::from(String::from_utf16_lossy(&units));
    void()
}

/// A place among the units.
fn place(units: &[u16], at: i64) -> Outcome<usize> {
    usize::try_from(at).ok().filter(|at| *at < units.len()).ok_or_else(|| Thrown::index_range("index"))
}

/// `[securestring]`.
pub const SECURE: TypeImpl = TypeImpl {
    ids: &[TypeId::SECURE_STRING],
    new: Some(|_| Ok(secure_value(""))),
    methods: &[
        ("AppendChar", |c| {
            let unit = c.char(0);
            change(c, |units| {
                units.push(unit);
                Ok(())
            })
        }),
        ("Clear", |c| {
            change(c, |units| {
                units.clear();
                Ok(())
            })
        }),
        ("Copy", |c| Ok(secure_value(secure(c)?.text.borrow().expose_secret()))),
        ("Dispose", |_| void()),
        ("InsertAt", |c| {
            let (at, unit) = (c.long(0), c.char(1));
            change(c, |units| {
                units.insert(usize::try_from(at).ok().filter(|at| *at <= units.len()).ok_or_else(|| Thrown::index_range("index"))?, unit);
                Ok(())
            })
        }),
        ("IsReadOnly", |c| ok(secure(c)?.read_only.get())),
        ("MakeReadOnly", |c| {
            secure(c)?.read_only.set(true);
            void()
        }),
        ("RemoveAt", |c| {
            let at = c.long(0);
            change(c, |units| {
                let at = place(units, at)?;
                units.remove(at);
                Ok(())
            })
        }),
        ("SetAt", |c| {
            let (at, unit) = (c.long(0), c.char(1));
            change(c, |units| {
                let at = place(units, at)?;
                units[at] = unit;
                Ok(())
            })
        }),
    ],
    ..TypeImpl::EMPTY
};

/// A `PSCredential`.
pub struct Credential {
    user: Rc<str>,
    password: Value,
}

/// User name and secure password of a credential.
pub fn credential_parts(value: &Value) -> Option<(Rc<str>, Value)> {
    value.downcast::<Credential>().map(|credential| (credential.user.clone(), credential.password.clone()))
}

impl ClrObject for Credential {
    fn class(&self) -> TypeId {
        TypeId::PS_CREDENTIAL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["UserName", "Password"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "username" => Some(Value::Str(self.user.clone())),
            "password" => Some(self.password.clone()),
            _ => None,
        }
    }
}

/// `DOMAIN\user` taken apart.
fn domain_and_user(name: &str) -> (String, String) {
    match name.split_once('\\') {
        Some((domain, user)) => (domain.to_owned(), user.to_owned()),
        None => (String::new(), name.to_owned()),
    }
}

fn network(c: &mut Call) -> Outcome {
    let Some((user, password)) = credential_parts(&c.this) else { return Ok(Value::Null) };
    let (domain, user) = domain_and_user(&user);
    Ok(Object::from_clr(Network { user: RefCell::new(user), domain: RefCell::new(domain), password: RefCell::new(password) }))
}

/// `[pscredential]`.
pub const CREDENTIAL: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_CREDENTIAL],
    new: Some(|c| {
        let user = c.str(0, "userName")?;
        if user.is_empty() {
            return Err(Thrown::new(
                TypeId::PS_ARGUMENT_EXCEPTION,
                "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.",
            ));
        }
        Ok(Object::from_clr(Credential { user, password: c.arg(1) }))
    }),
    methods: &[("GetNetworkCredential", network)],
    static_properties: &[("Empty", |_| Ok(Value::Null))],
    ..TypeImpl::EMPTY
};

/// A `NetworkCredential`.
struct Network {
    user: RefCell<String>,
    domain: RefCell<String>,
    password: RefCell<Value>,
}

impl ClrObject for Network {
    fn class(&self) -> TypeId {
        TypeId::NETWORK_CREDENTIAL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["UserName", "Password", "SecurePassword", "Domain"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "username" => Value::str(&*self.user.borrow()),
            "domain" => Value::str(&*self.domain.borrow()),
            "securepassword" => self.password.borrow().clone(),
            "password" => secure_text(&self.password.borrow()).map_or_else(Value::empty_str, Value::from),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let text = value.as_str().map_or_else(String::new, |text| text.to_string());
        match name.to_ascii_lowercase().as_str() {
            "username" => *self.user.borrow_mut() = text,
            "domain" => *self.domain.borrow_mut() = text,
            "password" => *self.password.borrow_mut() = secure_value(&text),
            "securepassword" => *self.password.borrow_mut() = value.clone(),
            _ => return None,
        }
        Some(Ok(()))
    }
}

/// `[net.networkcredential]`.
pub const NETWORK: TypeImpl = TypeImpl {
    ids: &[TypeId::NETWORK_CREDENTIAL],
    new: Some(|c| {
        let password = match c.arg(1) {
            Value::Str(text) => secure_value(&text),
            Value::Null => secure_value(""),
            secure => secure,
        };
        let text = |at: usize| c.text(at).unwrap_or_default().to_string();
        Ok(Object::from_clr(Network { user: RefCell::new(text(0)), domain: RefCell::new(text(2)), password: RefCell::new(password) }))
    }),
    methods: &[("GetCredential", |c| Ok(c.this.clone()))],
    ..TypeImpl::EMPTY
};

/// The detour by unmanaged memory that scripts take to read a secure string.
pub const MARSHAL: TypeImpl = TypeImpl {
    ids: &[TypeId::MARSHAL],
    statics: &[
        ("SecureStringToBSTR", |c| Ok(c.arg(0))),
        ("SecureStringToGlobalAllocUnicode", |c| Ok(c.arg(0))),
        ("PtrToStringAuto", |c| Ok(secure_text(&c.arg(0)).map_or(Value::Null, Value::from))),
        ("PtrToStringBSTR", |c| Ok(secure_text(&c.arg(0)).map_or(Value::Null, Value::from))),
        ("PtrToStringUni", |c| Ok(secure_text(&c.arg(0)).map_or(Value::Null, Value::from))),
        ("ZeroFreeBSTR", |_| void()),
        ("ZeroFreeGlobalAllocUnicode", |_| void()),
        ("FreeBSTR", |_| void()),
    ],
    ..TypeImpl::EMPTY
};
