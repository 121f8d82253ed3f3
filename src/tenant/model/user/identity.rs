//! From what an administrator types after `-Identity` to one user.

use super::index::same_text;
use super::store::strip_sip;
use super::view::User;
use crate::tenant::model::{Guid, Tenant};
use crate::tenant::refusal::Refusal;

/// How many candidates an ambiguity names.
const NAMED_CANDIDATES: usize = 5;

impl Tenant {
    /// The one user of an identity: object id, principal name, SIP address with or without
    /// `sip:`, distinguished name, `domain\logon`, display name, alias or mail address.
    ///
    /// # Errors
    /// [`Refusal::UserNotFound`], and [`Refusal::AmbiguousIdentity`] with the candidates.
    pub fn resolve(&self, identity: &str) -> Result<Guid, Refusal> {
        let identity = identity.trim();
        let unknown = || Refusal::UserNotFound { identity: identity.to_owned() };
        if identity.is_empty() {
            return Err(unknown());
        }
        if let Some(id) = Guid::parse(identity)
            && let Some(user) = self.users().by_object_id(id)
        {
            return Ok(user.object_id());
        }
        if identity.contains('@') {
            let bare = strip_sip(identity);
            let by_key = self.users().by_upn(bare).filter(|_| bare.len() == identity.len());
            if let Some(user) = by_key.or_else(|| self.users().by_sip(bare)) {
                return Ok(user.object_id());
            }
        }
        let name = match identity.split_once('\\') {
            Some((_, logon)) if !logon.is_empty() => logon,
            _ => match common_name(identity) {
                Some(common_name) => return self.resolve_common_name(&common_name, identity),
                None => identity,
            },
        };
        one_of(self.users().by_name(name), identity)
    }

    /// The distinguished name of a user, in the form of the real directory.
    pub fn distinguished_name(&self, user: &User<'_>) -> String {
        format!("CN={},OU={},OU=OCS Tenants,DC=lync,DC=local", user.object_id(), self.info().tenant_id)
    }

    fn resolve_common_name(&self, common_name: &str, identity: &str) -> Result<Guid, Refusal> {
        match Guid::parse(common_name).and_then(|id| self.users().by_object_id(id)) {
            Some(user) => Ok(user.object_id()),
            None => one_of(self.users().by_name(common_name), identity),
        }
    }
}

fn one_of(found: Vec<User<'_>>, identity: &str) -> Result<Guid, Refusal> {
    match found.as_slice() {
        [] => Err(Refusal::UserNotFound { identity: identity.to_owned() }),
        [user] => Ok(user.object_id()),
        many => Err(Refusal::AmbiguousIdentity {
            identity: identity.to_owned(),
            candidates: many.iter().take(NAMED_CANDIDATES).map(|user| user.user_principal_name().to_owned()).collect(),
            n_candidates: many.len(),
        }),
    }
}

/// The common name of a distinguished name (`CN=Lene Holm,OU=...`), with escapes undone.
fn common_name(identity: &str) -> Option<String> {
    let (key, rest) = identity.split_once('=')?;
    if !same_text(key.trim(), "cn") {
        return None;
    }
    let mut name = String::new();
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            ',' => break,
            '\\' => name.extend(characters.next()),
            other => name.push(other),
        }
    }
    Some(name.trim().to_owned())
}
