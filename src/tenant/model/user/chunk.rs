//! A chunk of users: rows of fixed size, and one string with their texts.
//!
//! Texts that few users have stand behind the two that all have, each after a tag and its length:
//! three characters below 128, so that the whole stays valid UTF-8 and is never checked again.

use secrecy::zeroize::Zeroize;

use super::record::{Detail, UserRecord, local_part};

/// Users in a chunk: what is copied when one of them changes in a shared tenant.
pub(super) const CHUNK_ROWS: usize = 256;

pub(super) const REMOVED: u16 = 1;
pub(super) const ACCOUNT_ENABLED: u16 = 1 << 1;
pub(super) const PSTN_ONLY: u16 = 1 << 2;
pub(super) const TOLL_FREE_DIAL_IN: u16 = 1 << 3;
const MAIL_IS_UPN: u16 = 1 << 4;
const SIP_IS_UPN: u16 = 1 << 5;
const ALIAS_IS_LOCAL_PART: u16 = 1 << 6;
/// The user has policies in the side table.
pub(super) const OTHER_POLICIES: u16 = 1 << 7;

const TAG_MAIL: u8 = 0;
const TAG_SIP: u8 = 1;
const TAG_ALIAS: u8 = 2;
const TAG_DETAIL: u8 = 3;

/// What a user has beside text. Ids of pools are 0 where there is nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    pub object_id: [u64; 2],
    pub pin: u64,
    pub toll: u64,
    pub toll_free: u64,
    pub text_at: u32,
    pub conference_id: u32,
    pub created: u32,
    pub licences: u32,
    pub provider: u32,
    pub bridge: u32,
    pub language: u32,
    pub conferencing_policy: u32,
    pub routing_policy: u32,
    pub upn_length: u16,
    pub name_length: u16,
    pub further_length: u16,
    pub flags: u16,
    pub country: u16,
}

// The whole tenant may take 200 bytes a user; the texts and four indexes come on top of this.
const _: () = assert!(size_of::<Row>() <= 88);

impl Row {
    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn set(&mut self, flag: u16, on: bool) {
        if on {
            self.flags |= flag;
        } else {
            self.flags &= !flag;
        }
    }
}

/// Rows and their texts.
#[derive(Clone)]
pub(super) struct Chunk {
    pub rows: Vec<Row>,
    text: String,
    /// Bytes of `text` that no row refers to any more.
    garbage: usize,
}

impl Chunk {
    pub(super) fn with_capacity(n_rows: usize) -> Self {
        Chunk { rows: Vec::with_capacity(n_rows), text: String::new(), garbage: 0 }
    }

    pub(super) fn upn(&self, row: &Row) -> &str {
        self.piece(row.text_at as usize, row.upn_length)
    }

    pub(super) fn display_name(&self, row: &Row) -> &str {
        self.piece(row.text_at as usize + usize::from(row.upn_length), row.name_length)
    }

    pub(super) fn mail(&self, row: &Row) -> Option<&str> {
        if row.has(MAIL_IS_UPN) { Some(self.upn(row)) } else { self.further(row, TAG_MAIL) }
    }

    pub(super) fn sip(&self, row: &Row) -> Option<&str> {
        if row.has(SIP_IS_UPN) { Some(self.upn(row)) } else { self.further(row, TAG_SIP) }
    }

    pub(super) fn sip_is_upn(&self, row: &Row) -> bool {
        row.has(SIP_IS_UPN)
    }

    pub(super) fn alias(&self, row: &Row) -> &str {
        if row.has(ALIAS_IS_LOCAL_PART) { local_part(self.upn(row)) } else { self.further(row, TAG_ALIAS).unwrap_or_default() }
    }

    pub(super) fn detail(&self, row: &Row, detail: Detail) -> Option<&str> {
        self.further(row, TAG_DETAIL + detail as u8)
    }

    pub(super) fn details(&self, row: &Row) -> Vec<(Detail, String)> {
        if row.further_length == 0 {
            return Vec::new();
        }
        Detail::ALL.iter().filter_map(|detail| self.detail(row, *detail).map(|text| (*detail, text.to_owned()))).collect()
    }

    /// Adds the texts of a record, and tells the row where they are.
    pub(super) fn write_text(&mut self, row: &mut Row, record: &UserRecord) {
        self.garbage += row_text_length(row);
        row.text_at = self.text.len() as u32;
        row.upn_length = self.push(&record.user_principal_name);
        row.name_length = self.push(&record.display_name);
        let further_at = self.text.len();
        let upn = record.user_principal_name.as_str();
        row.set(MAIL_IS_UPN, record.mail.as_deref() == Some(upn));
        row.set(SIP_IS_UPN, record.sip_address.as_deref() == Some(upn));
        row.set(ALIAS_IS_LOCAL_PART, record.alias == local_part(upn));
        if !row.has(MAIL_IS_UPN) {
            self.push_further(TAG_MAIL, record.mail.as_deref());
        }
        if !row.has(SIP_IS_UPN) {
            self.push_further(TAG_SIP, record.sip_address.as_deref());
        }
        if !row.has(ALIAS_IS_LOCAL_PART) {
            self.push_further(TAG_ALIAS, Some(&record.alias));
        }
        for (detail, value) in &record.details {
            self.push_further(TAG_DETAIL + *detail as u8, Some(value));
        }
        row.further_length = u16::try_from(self.text.len() - further_at).unwrap_or(u16::MAX);
    }

    /// Drops what no row refers to, once it is more than half.
    pub(super) fn collect_garbage(&mut self) {
        if self.garbage * 2 <= self.text.len() || self.garbage < 1024 {
            return;
        }
        let mut text = String::with_capacity(self.text.len() - self.garbage);
        for row in &mut self.rows {
            let from = row.text_at as usize;
            let to = from + row_text_length(row);
            row.text_at = text.len() as u32;
            text.push_str(&self.text[from..to]);
        }
        self.text = text;
        self.garbage = 0;
    }

    /// Gives back the slack of a chunk that is full.
    pub(super) fn seal(&mut self) {
        self.text.shrink_to_fit();
    }

    /// Forgets the texts of a removed row.
    pub(super) fn forget_text(&mut self, at: usize) {
        let row = &mut self.rows[at];
        self.garbage += row_text_length(row);
        (row.upn_length, row.name_length, row.further_length) = (0, 0, 0);
    }

    /// The bytes that the chunk holds on the heap.
    pub(super) fn heap_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<Row>() + self.text.capacity()
    }

    fn piece(&self, at: usize, length: u16) -> &str {
        self.text.get(at..at + usize::from(length)).unwrap_or_default()
    }

    fn push(&mut self, text: &str) -> u16 {
        let text = shortened(text);
        self.text.push_str(text);
        text.len() as u16
    }

    /// Writes tag, length in two characters of seven bits, text.
    fn push_further(&mut self, tag: u8, text: Option<&str>) {
        let Some(text) = text else { return };
        let text = shortened(text);
        self.text.push(char::from(tag));
        self.text.push(char::from((text.len() & 0x7f) as u8));
        self.text.push(char::from((text.len() >> 7) as u8));
        self.text.push_str(text);
    }

    fn further(&self, row: &Row, tag: u8) -> Option<&str> {
        let from = row.text_at as usize + usize::from(row.upn_length) + usize::from(row.name_length);
        let mut rest = self.text.get(from..from + usize::from(row.further_length))?;
        while let [found, low, high, ..] = rest.as_bytes() {
            let (text, next) = rest[3..].split_at(usize::from(*low) | usize::from(*high) << 7);
            if *found == tag {
                return Some(text);
            }
            rest = next;
        }
        None
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        for row in &mut self.rows {
            row.pin.zeroize();
        }
    }
}

/// The text, cut at the length that the form can hold. Commands refuse texts of a tenth of that.
fn shortened(text: &str) -> &str {
    const MOST: usize = (1 << 14) - 1;
    &text[..text.floor_char_boundary(MOST)]
}

fn row_text_length(row: &Row) -> usize {
    usize::from(row.upn_length) + usize::from(row.name_length) + usize::from(row.further_length)
}
