//! All users of a tenant, in little memory, with their indexes.
//!
//! At a million users each may take 200 bytes: rows of fixed size and texts lie in chunks of 256
//! users, values that many share lie in pools. Chunks and index shards are shared between copies
//! of a tenant until one of the copies writes to them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::chunk::{ACCOUNT_ENABLED, CHUNK_ROWS, Chunk, OTHER_POLICIES, PSTN_ONLY, REMOVED, Row, TOLL_FREE_DIAL_IN};
use super::index::{Index, hash_number, hash_text, same_text};
use super::names::NameIndex;
use super::pool::Pool;
use super::record::{Conferencing, Provider, UserRecord};
use super::view::User;
use crate::tenant::model::{Assignment, ConferenceId, Country, Guid, Number, Pin, PolicyArea};

/// All users of a tenant.
#[derive(Clone)]
pub struct Users {
    chunks: Arc<Vec<Arc<Chunk>>>,
    n_rows: u32,
    n_removed: u32,
    pub(super) names: Pool<Box<str>>,
    /// Bridges' ids.
    bridges: Arc<indexmap::IndexSet<Guid>>,
    pub(super) licences: Pool<Box<[Assignment]>>,
    pub(super) other_policies: Arc<BTreeMap<u32, Vec<(PolicyArea, String)>>>,
    /// Licences in use, by SKU.
    consumed: Arc<BTreeMap<String, u32>>,
    by_upn: Index,
    by_object_id: Index,
    /// Only users whose SIP address is not their principal name.
    by_sip: Index,
    by_conference_id: Index,
    by_name: OnceLock<Arc<NameIndex>>,
}

impl Default for Users {
    fn default() -> Self {
        Users {
            chunks: Arc::new(Vec::new()),
            n_rows: 0,
            n_removed: 0,
            names: Pool::new(),
            bridges: Arc::default(),
            licences: Pool::new(),
            other_policies: Arc::default(),
            consumed: Arc::default(),
            by_upn: Index::new(),
            by_object_id: Index::new(),
            by_sip: Index::new(),
            by_conference_id: Index::new(),
            by_name: OnceLock::new(),
        }
    }
}

impl PartialEq for Users {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(mine, theirs)| mine.record() == theirs.record())
    }
}

impl Users {
    /// How many users there are.
    pub fn len(&self) -> usize {
        (self.n_rows - self.n_removed) as usize
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every user, in the order of creation.
    pub fn iter(&self) -> impl Iterator<Item = User<'_>> + '_ {
        (0..self.n_rows).map(|number| self.at(number)).filter(|user| !user.row.has(REMOVED))
    }

    /// The user of an object id.
    pub fn by_object_id(&self, id: Guid) -> Option<User<'_>> {
        self.number_of(id).map(|number| self.at(number))
    }

    /// The user of a principal name, in any case.
    pub fn by_upn(&self, upn: &str) -> Option<User<'_>> {
        let number = self.by_upn.find(hash_text(upn), |number| same_text(self.at(number).user_principal_name(), upn))?;
        Some(self.at(number))
    }

    /// The user of a SIP address, with or without `sip:`, in any case.
    pub fn by_sip(&self, sip: &str) -> Option<User<'_>> {
        let sip = strip_sip(sip);
        if let Some(user) = self.by_upn(sip)
            && user.chunk.sip_is_upn(user.row)
        {
            return Some(user);
        }
        self.by_separate_sip(sip)
    }

    /// The user whose SIP address, other than the principal name, is this one.
    pub(in crate::tenant) fn by_separate_sip(&self, sip: &str) -> Option<User<'_>> {
        let number = self.by_sip.find(hash_text(sip), |number| self.at(number).sip_address().is_some_and(|known| same_text(known, sip)))?;
        Some(self.at(number))
    }

    /// The user of a static conference ID.
    pub fn by_conference_id(&self, id: ConferenceId) -> Option<User<'_>> {
        let packed = ConferenceId::pack(Some(id));
        let number = self.by_conference_id.find(hash_number(u64::from(packed)), |number| self.at(number).row.conference_id == packed)?;
        Some(self.at(number))
    }

    /// The users of a display name, alias or mail address, in any case, in order of creation.
    pub fn by_name(&self, name: &str) -> Vec<User<'_>> {
        let index = self.by_name.get_or_init(|| Arc::new(NameIndex::new(self)));
        index.find(self, name).into_iter().map(|number| self.at(number)).collect()
    }

    /// Licences of a SKU in use.
    pub fn consumed(&self, sku: &str) -> u32 {
        self.consumed.get(sku).copied().unwrap_or_default()
    }

    /// The bytes that rows and texts take on the heap; indexes and pools come on top.
    pub fn heap_bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.heap_bytes()).sum()
    }

    /// The bridge of a small number.
    pub(super) fn bridge_of(&self, number: u32) -> Option<Guid> {
        self.bridges.get_index((number as usize).checked_sub(1)?).copied()
    }

    pub(super) fn at(&self, number: u32) -> User<'_> {
        let chunk = &self.chunks[number as usize / CHUNK_ROWS];
        User { users: self, chunk, row: &chunk.rows[number as usize % CHUNK_ROWS], number }
    }

    fn number_of(&self, id: Guid) -> Option<u32> {
        let [high, low] = split_guid(id);
        self.by_object_id.find(hash_number(low ^ high), |number| self.at(number).row.object_id == [high, low])
    }

    fn row_mut(&mut self, id: Guid) -> Option<(u32, &mut Row)> {
        let number = self.number_of(id)?;
        let chunk = self.chunk_mut(number);
        Some((number, &mut chunk.rows[number as usize % CHUNK_ROWS]))
    }

    fn chunk_mut(&mut self, number: u32) -> &mut Chunk {
        Arc::make_mut(&mut Arc::make_mut(&mut self.chunks)[number as usize / CHUNK_ROWS])
    }
}

/// Writing: for `evolve` and for building a tenant, nobody else. Each call changes one user and
/// every index; a user who is not there is passed over, because an event cannot fail.
impl Users {
    /// Adds a user. The caller has made sure that the keys are free.
    pub(in crate::tenant) fn insert(&mut self, record: &UserRecord) {
        let number = self.n_rows;
        if (number as usize).is_multiple_of(CHUNK_ROWS) {
            let chunks = Arc::make_mut(&mut self.chunks);
            if let Some(full) = chunks.last_mut() {
                Arc::make_mut(full).seal();
            }
            // A small tenant stays small: the vector grows with its users.
            chunks.push(Arc::new(Chunk::with_capacity(if number == 0 { 32 } else { CHUNK_ROWS })));
        }
        let mut row = Row { object_id: split_guid(record.object_id), ..Row::default() };
        self.fill(&mut row, record);
        let chunk = self.chunk_mut(number);
        chunk.write_text(&mut row, record);
        chunk.rows.push(row);
        self.n_rows += 1;
        self.set_other_policies(number, &record.policies);
        self.count_licences(&record.licences, 1);
        self.add_keys(number);
    }

    /// Makes room in the indexes for so many more users.
    pub(in crate::tenant) fn reserve(&mut self, n_users: usize) {
        for index in [&mut self.by_upn, &mut self.by_object_id, &mut self.by_conference_id] {
            index.reserve(n_users);
        }
    }

    /// Takes a user away, with the keys and licences.
    pub(in crate::tenant) fn remove(&mut self, id: Guid) {
        let Some(number) = self.number_of(id) else { return };
        self.drop_keys(number);
        let licences = self.at(number).licences().to_vec();
        self.count_licences(&licences, -1);
        self.set_other_policies(number, &[]);
        let chunk = self.chunk_mut(number);
        chunk.forget_text(number as usize % CHUNK_ROWS);
        chunk.rows[number as usize % CHUNK_ROWS] = Row { flags: REMOVED, ..Row::default() };
        self.n_removed += 1;
    }

    /// Gives a user the texts and facts of a changed record; conferencing and licences stay.
    pub(in crate::tenant) fn change(&mut self, id: Guid, change: impl FnOnce(&mut UserRecord)) {
        let Some(number) = self.number_of(id) else { return };
        let mut record = self.at(number).record();
        change(&mut record);
        record.object_id = id;
        self.drop_keys(number);
        let mut row = *self.at(number).row;
        self.fill(&mut row, &record);
        let chunk = self.chunk_mut(number);
        chunk.write_text(&mut row, &record);
        chunk.rows[number as usize % CHUNK_ROWS] = row;
        chunk.collect_garbage();
        self.add_keys(number);
    }

    /// Replaces a user's licences.
    pub(in crate::tenant) fn set_licences(&mut self, id: Guid, change: impl FnOnce(&mut Vec<Assignment>)) {
        let Some(user) = self.by_object_id(id) else { return };
        let before = user.licences().to_vec();
        let mut after = before.clone();
        change(&mut after);
        self.count_licences(&before, -1);
        self.count_licences(&after, 1);
        let set = if after.is_empty() { 0 } else { self.licences.intern(after.as_slice()) };
        if let Some((_, row)) = self.row_mut(id) {
            row.licences = set;
        }
    }

    /// Makes Microsoft the provider, with these coordinates.
    pub(in crate::tenant) fn enable(&mut self, id: Guid, conferencing: &Conferencing) {
        let Some(number) = self.number_of(id) else { return };
        self.drop_conference_id(number);
        let bridge = self.bridge_number(conferencing.bridge);
        if let Some((_, row)) = self.row_mut(id) {
            set_conferencing(row, bridge, conferencing);
        }
        self.add_conference_id(number);
    }

    /// Takes the coordinates away and names the provider that is left.
    pub(in crate::tenant) fn disable(&mut self, id: Guid, provider: &Provider) {
        let Some(number) = self.number_of(id) else { return };
        self.drop_conference_id(number);
        let provider = self.provider_id(provider);
        if let Some((_, row)) = self.row_mut(id) {
            clear_conferencing(row);
            row.provider = provider;
        }
    }

    /// Gives an enabled user another conference ID.
    pub(in crate::tenant) fn set_conference_id(&mut self, id: Guid, conference_id: ConferenceId) {
        let Some(number) = self.number_of(id) else { return };
        if !self.at(number).is_enabled() {
            return;
        }
        self.drop_conference_id(number);
        if let Some((_, row)) = self.row_mut(id) {
            row.conference_id = ConferenceId::pack(Some(conference_id));
        }
        self.add_conference_id(number);
    }

    /// Gives an enabled user another PIN.
    pub(in crate::tenant) fn set_pin(&mut self, id: Guid, pin: &Pin) {
        self.with_row(id, |row| row.pin = Pin::pack(Some(pin)));
    }

    /// Gives an enabled user another default toll number.
    pub(in crate::tenant) fn set_toll(&mut self, id: Guid, number: Option<Number>) {
        self.with_row(id, |row| row.toll = number.map_or(0, Number::value));
    }

    /// Gives an enabled user another default toll-free number.
    pub(in crate::tenant) fn set_toll_free(&mut self, id: Guid, number: Option<Number>) {
        self.with_row(id, |row| row.toll_free = number.map_or(0, Number::value));
    }

    /// Moves an enabled user to another bridge.
    pub(in crate::tenant) fn set_bridge(&mut self, id: Guid, bridge: Guid) {
        let bridge = self.bridge_number(bridge);
        self.with_row(id, |row| row.bridge = bridge);
    }

    /// Sets whether callers may start an enabled user's meetings without a PIN.
    pub(in crate::tenant) fn set_pstn_only(&mut self, id: Guid, allowed: bool) {
        self.with_row(id, |row| row.set(PSTN_ONLY, allowed));
    }

    /// Sets whether an enabled user's meetings can be joined by toll-free numbers.
    pub(in crate::tenant) fn set_toll_free_dial_in(&mut self, id: Guid, allowed: bool) {
        self.with_row(id, |row| row.set(TOLL_FREE_DIAL_IN, allowed));
    }

    /// Grants a policy to a user, or takes it away.
    pub(in crate::tenant) fn set_policy(&mut self, id: Guid, area: &PolicyArea, policy: Option<&str>) {
        let name = policy.map_or(0, |name| self.names.intern(name));
        let Some((number, row)) = self.row_mut(id) else { return };
        match area {
            PolicyArea::AudioConferencing => row.conferencing_policy = name,
            PolicyArea::AudioConferencingRouting => row.routing_policy = name,
            PolicyArea::Other(property) => {
                let mut policies = self.other_policies.get(&number).cloned().unwrap_or_default();
                policies.retain(|(known, _)| !known.property().eq_ignore_ascii_case(property));
                if let Some(policy) = policy {
                    let at = policies.partition_point(|(known, _)| known < area);
                    policies.insert(at, (area.clone(), policy.to_owned()));
                }
                self.set_other_policies(number, &policies);
            }
        }
    }

    /// Takes a policy away from every user who has it.
    pub(in crate::tenant) fn drop_policy(&mut self, area: &PolicyArea, policy: &str) {
        let holders: Vec<Guid> = self
            .iter()
            .filter(|user| user.granted_policy(area).is_some_and(|name| same_text(name, policy)))
            .map(|user| user.object_id())
            .collect();
        for id in holders {
            self.set_policy(id, area, None);
        }
    }

    fn with_row(&mut self, id: Guid, change: impl FnOnce(&mut Row)) {
        if let Some((_, row)) = self.row_mut(id)
            && row.conference_id != 0
        {
            change(row);
        }
    }

    /// Writes everything of a record but texts, keys and side tables into a row.
    fn fill(&mut self, row: &mut Row, record: &UserRecord) {
        row.created = u32::try_from(record.created.as_second()).unwrap_or_default();
        row.country = Country::pack(record.usage_location);
        row.language = record.preferred_language.as_deref().map_or(0, |tag| self.names.intern(tag));
        row.set(ACCOUNT_ENABLED, record.account_enabled);
        row.licences = match record.licences.is_empty() {
            true => 0,
            false => self.licences.intern(record.licences.as_slice()),
        };
        let policy = |area: PolicyArea| record.policies.iter().find(|(known, _)| *known == area).map(|(_, name)| name);
        row.conferencing_policy = policy(PolicyArea::AudioConferencing).map_or(0, |name| self.names.intern(name.as_str()));
        row.routing_policy = policy(PolicyArea::AudioConferencingRouting).map_or(0, |name| self.names.intern(name.as_str()));
        clear_conferencing(row);
        row.provider = self.provider_id(&record.provider);
        if let Some(conferencing) = &record.conferencing {
            let bridge = self.bridge_number(conferencing.bridge);
            set_conferencing(row, bridge, conferencing);
        }
    }

    /// The small number of a bridge; 0 is none.
    fn bridge_number(&mut self, bridge: Guid) -> u32 {
        let at = match self.bridges.get_index_of(&bridge) {
            Some(at) => at,
            None => Arc::make_mut(&mut self.bridges).insert_full(bridge).0,
        };
        at as u32 + 1
    }

    fn provider_id(&mut self, provider: &Provider) -> u32 {
        match provider {
            Provider::None | Provider::Microsoft => 0,
            Provider::Other(name) => self.names.intern(name.as_str()),
        }
    }

    fn set_other_policies(&mut self, number: u32, policies: &[(PolicyArea, String)]) {
        let others: Vec<_> = policies.iter().filter(|(area, _)| matches!(area, PolicyArea::Other(_))).cloned().collect();
        let flagged = !others.is_empty();
        if !flagged && !self.at(number).row.has(OTHER_POLICIES) {
            return;
        }
        self.chunk_mut(number).rows[number as usize % CHUNK_ROWS].set(OTHER_POLICIES, flagged);
        let table = Arc::make_mut(&mut self.other_policies);
        if flagged {
            table.insert(number, others);
        } else {
            table.remove(&number);
        }
    }

    fn count_licences(&mut self, licences: &[Assignment], by: i32) {
        if licences.is_empty() {
            return;
        }
        let consumed = Arc::make_mut(&mut self.consumed);
        for licence in licences {
            match consumed.get_mut(&licence.sku) {
                Some(count) => *count = count.saturating_add_signed(by),
                None => {
                    consumed.insert(licence.sku.clone(), 0u32.saturating_add_signed(by));
                }
            }
        }
    }

    fn add_keys(&mut self, number: u32) {
        self.by_name.take();
        let user = self.at(number);
        let upn = hash_text(user.user_principal_name());
        let [high, low] = user.row.object_id;
        let sip = (!user.chunk.sip_is_upn(user.row)).then(|| user.sip_address().map(hash_text)).flatten();
        let mut by_upn = std::mem::replace(&mut self.by_upn, Index::hollow());
        by_upn.insert(upn, number, |row| hash_text(self.at(row).user_principal_name()));
        self.by_upn = by_upn;
        let mut by_object_id = std::mem::replace(&mut self.by_object_id, Index::hollow());
        by_object_id.insert(hash_number(low ^ high), number, |row| {
            let [high, low] = self.at(row).row.object_id;
            hash_number(low ^ high)
        });
        self.by_object_id = by_object_id;
        if let Some(sip) = sip {
            let mut by_sip = std::mem::replace(&mut self.by_sip, Index::hollow());
            by_sip.insert(sip, number, |row| self.at(row).sip_address().map_or(0, hash_text));
            self.by_sip = by_sip;
        }
        self.add_conference_id(number);
    }

    fn drop_keys(&mut self, number: u32) {
        self.by_name.take();
        self.drop_conference_id(number);
        let user = self.at(number);
        let upn = hash_text(user.user_principal_name());
        let [high, low] = user.row.object_id;
        let sip = (!user.chunk.sip_is_upn(user.row)).then(|| user.sip_address().map(hash_text)).flatten();
        self.by_upn.remove(upn, number);
        self.by_object_id.remove(hash_number(low ^ high), number);
        if let Some(sip) = sip {
            self.by_sip.remove(sip, number);
        }
    }

    fn add_conference_id(&mut self, number: u32) {
        let packed = self.at(number).row.conference_id;
        if packed != 0 {
            let mut index = std::mem::replace(&mut self.by_conference_id, Index::hollow());
            index.insert(hash_number(u64::from(packed)), number, |row| hash_number(u64::from(self.at(row).row.conference_id)));
            self.by_conference_id = index;
        }
    }

    fn drop_conference_id(&mut self, number: u32) {
        let packed = self.at(number).row.conference_id;
        if packed != 0 {
            self.by_conference_id.remove(hash_number(u64::from(packed)), number);
        }
    }
}

fn set_conferencing(row: &mut Row, bridge: u32, conferencing: &Conferencing) {
    row.bridge = bridge;
    row.toll = conferencing.toll.map_or(0, Number::value);
    row.toll_free = conferencing.toll_free.map_or(0, Number::value);
    row.conference_id = ConferenceId::pack(Some(conferencing.conference_id));
    row.pin = Pin::pack(conferencing.pin.as_ref());
    row.provider = 0;
    row.set(PSTN_ONLY, conferencing.allow_pstn_only_meetings);
    row.set(TOLL_FREE_DIAL_IN, conferencing.allow_toll_free_dial_in);
}

fn clear_conferencing(row: &mut Row) {
    (row.bridge, row.toll, row.toll_free, row.conference_id, row.pin) = (0, 0, 0, 0, 0);
    row.set(PSTN_ONLY, false);
    row.set(TOLL_FREE_DIAL_IN, false);
}

fn split_guid(id: Guid) -> [u64; 2] {
    let bits = id.to_u128();
    [(bits >> 64) as u64, bits as u64]
}

pub(super) fn read_guid(row: &Row) -> Guid {
    Guid::from_u128(u128::from(row.object_id[0]) << 64 | u128::from(row.object_id[1]))
}

/// The address without its `sip:`.
pub fn strip_sip(address: &str) -> &str {
    match address.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("sip:") => &address[4..],
        _ => address,
    }
}
