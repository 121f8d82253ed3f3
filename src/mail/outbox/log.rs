//! The outbox on disk: an append-only file of records, synced once per batch.
//!
//! Layout: the line `BRIDGESH-OUTBOX 1`, the outbox's number, then records of length (u32, little
//! endian), CRC-32 (of the payload) and payload. The first byte of a payload says what it is; a mail
//! carries its MIME bytes, so that what was posted is what is sent, whatever the program's version.
//! A record that a crash cut short is dropped when the file is opened; a damaged record before the
//! end is an error. The file is the owner's alone (0600), because mails carry PINs.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::mail::Mailbox;
use crate::mail::message::read_parts;
use crate::mail::render::Mail;
use crate::notify::{Kind, Reason, Suppressed};
use crate::tenant::model::Guid;

use super::{Item, MailId, MailState, Outbox};

const HEADER: &[u8] = b"BRIDGESH-OUTBOX 1\n";

/// Mails per sync.
pub const BATCH: usize = 1000;

/// Written out when so much is buffered, so that a batch does not grow the memory by its size.
const BUFFER: usize = 1 << 20;

const TAG_MAIL: u8 = 1;
const TAG_STATE: u8 = 2;
const TAG_SUPPRESSED: u8 = 3;
const TAG_REMOVED: u8 = 4;

/// An outbox file open for appending.
#[derive(Debug)]
pub struct OutboxLog {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    n_unsynced: usize,
    n_syncs: u64,
}

impl OutboxLog {
    /// Opens or creates the file, and reads the outbox that is in it. `instance` is the number of a
    /// new outbox. A mail that was being sent when the program ended becomes `Unknown`.
    ///
    /// # Errors
    /// The file cannot be opened, is no outbox, or is damaged before its end.
    pub fn open(path: &Path, instance: u64) -> io::Result<(Self, Outbox)> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        if path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            return Err(io::Error::other(format!("'{}' is a link; an outbox file is not.", path.display())));
        }
        let mut file = options.open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let start = HEADER.len() + 8;
        if bytes.len() < start && HEADER.starts_with(&bytes[..bytes.len().min(HEADER.len())]) {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(HEADER)?;
            file.write_all(&instance.to_le_bytes())?;
            file.sync_data()?;
            let log = Self { path: path.to_owned(), file, buffer: Vec::new(), n_unsynced: 0, n_syncs: 1 };
            return Ok((log, Outbox::new(instance)));
        }
        if !bytes.starts_with(HEADER) {
            return Err(io::Error::other(format!("'{}' is not an outbox file.", path.display())));
        }
        let mut reader = Reader { bytes: &bytes[HEADER.len()..start] };
        let mut outbox = Outbox::new(reader.u64().unwrap_or(instance));
        let mut at = start;
        while let Some(payload) = next_record(&bytes, at) {
            let payload = payload.map_err(|_| damaged(path, at))?;
            apply(&mut outbox, payload).ok_or_else(|| damaged(path, at))?;
            at += 8 + payload.len();
        }
        // What follows is a record that a crash cut short.
        file.set_len(at as u64)?;
        file.seek(SeekFrom::End(0))?;
        let mut log = Self { path: path.to_owned(), file, buffer: Vec::new(), n_unsynced: 0, n_syncs: 0 };
        let torn: Vec<MailId> = outbox.items().iter().filter(|item| item.state == MailState::Sending).map(|item| item.id).collect();
        for id in torn {
            let said = "The program ended while the mail was being sent.";
            let _ = outbox.change(id, MailState::Unknown, said.to_owned());
            log.append_state(id, MailState::Unknown, said)?;
        }
        log.sync()?;
        Ok((log, outbox))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How often the file was synced.
    pub fn n_syncs(&self) -> u64 {
        self.n_syncs
    }

    /// Appends a mail; every thousandth syncs the file.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append_mail(&mut self, item: &Item) -> io::Result<()> {
        let mail = &item.mail;
        let start = self.begin(TAG_MAIL);
        self.buffer.extend_from_slice(&item.id.0.to_le_bytes());
        self.buffer.extend_from_slice(&item.created.as_nanosecond().to_le_bytes());
        self.buffer.extend_from_slice(&[kind_byte(mail.kind), u8::from(mail.contains_pin), state_byte(item.state)]);
        for text in [mail.to.name(), mail.to.address(), mail.from.name(), mail.from.address(), &mail.language, &mail.subject] {
            put_text(&mut self.buffer, text);
        }
        item.write_message(&mut self.buffer);
        self.end(start)?;
        self.count()
    }

    /// Appends a mail's new state.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append_state(&mut self, id: MailId, state: MailState, detail: &str) -> io::Result<()> {
        let start = self.begin(TAG_STATE);
        self.buffer.extend_from_slice(&id.0.to_le_bytes());
        self.buffer.push(state_byte(state));
        put_text(&mut self.buffer, detail);
        self.end(start)?;
        self.count()
    }

    /// Appends the record of a mail that did not go out.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append_suppressed(&mut self, suppressed: &Suppressed) -> io::Result<()> {
        let start = self.begin(TAG_SUPPRESSED);
        let reason = match suppressed.reason {
            Reason::AutomaticMailsOff => 0,
            Reason::NoMailAddress => 1,
            Reason::PinUnknown => 2,
        };
        self.buffer.extend_from_slice(&[kind_byte(suppressed.kind), reason]);
        self.buffer.extend_from_slice(&suppressed.user.to_u128().to_le_bytes());
        self.buffer.extend_from_slice(&suppressed.created.as_nanosecond().to_le_bytes());
        put_text(&mut self.buffer, &suppressed.user_principal_name);
        self.end(start)?;
        self.count()
    }

    /// Appends that mails were removed. Their bytes stay in the file.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn append_removed(&mut self, ids: &[MailId]) -> io::Result<()> {
        let start = self.begin(TAG_REMOVED);
        for id in ids {
            self.buffer.extend_from_slice(&id.0.to_le_bytes());
        }
        self.end(start)?;
        self.count()
    }

    /// Makes everything appended durable.
    ///
    /// # Errors
    /// The file cannot be written or synced.
    pub fn sync(&mut self) -> io::Result<()> {
        self.write_out()?;
        if self.n_unsynced > 0 {
            self.file.sync_data()?;
            self.n_unsynced = 0;
            self.n_syncs += 1;
        }
        Ok(())
    }

    fn begin(&mut self, tag: u8) -> usize {
        let start = self.buffer.len();
        self.buffer.extend_from_slice(&[0; 8]);
        self.buffer.push(tag);
        start
    }

    fn end(&mut self, start: usize) -> io::Result<()> {
        let payload = &self.buffer[start + 8..];
        let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
        let crc = crc32(payload);
        self.buffer[start..start + 4].copy_from_slice(&length.to_le_bytes());
        self.buffer[start + 4..start + 8].copy_from_slice(&crc.to_le_bytes());
        if self.buffer.len() >= BUFFER { self.write_out() } else { Ok(()) }
    }

    fn count(&mut self) -> io::Result<()> {
        self.n_unsynced += 1;
        if self.n_unsynced >= BATCH { self.sync() } else { Ok(()) }
    }

    fn write_out(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.file.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }
}

fn damaged(path: &Path, at: usize) -> io::Error {
    io::Error::other(format!("The outbox file '{}' is damaged at byte {at}.", path.display()))
}

/// The payload of the record at a place; `None` at the end or where a crash cut the record short.
fn next_record(bytes: &[u8], at: usize) -> Option<Result<&[u8], ()>> {
    let mut reader = Reader { bytes: bytes.get(at..)? };
    let length = reader.u32()? as usize;
    let crc = reader.u32()?;
    let payload = reader.bytes.get(..length)?;
    if crc32(payload) == crc {
        return Some(Ok(payload));
    }
    // The last record of a file may have its length but not its bytes.
    if at + 8 + length >= bytes.len() { None } else { Some(Err(())) }
}

fn apply(outbox: &mut Outbox, payload: &[u8]) -> Option<()> {
    let (&tag, rest) = payload.split_first()?;
    let mut reader = Reader { bytes: rest };
    match tag {
        TAG_MAIL => {
            let id = MailId(reader.u64()?);
            let created = Timestamp::from_nanosecond(reader.i128()?).ok()?;
            let kind = *Kind::ALL.get(usize::from(reader.u8()?))?;
            let contains_pin = reader.u8()? != 0;
            let state = *MailState::ALL.get(usize::from(reader.u8()?))?;
            let (to_name, to_address) = (reader.text()?, reader.text()?);
            let (from_name, from_address) = (reader.text()?, reader.text()?);
            let (language, subject) = (reader.text()?, reader.text()?);
            let (text, html) = read_parts(reader.bytes)?;
            let mail = Mail {
                kind,
                to: Mailbox::new(to_name, to_address).ok()?,
                from: Mailbox::new(from_name, from_address).ok()?,
                language: Arc::from(language),
                subject: subject.to_owned(),
                contains_pin,
                text,
                html,
            };
            outbox.next = outbox.next.max(id.0 + 1);
            let outbox_number = outbox.instance;
            outbox.items.push(Item {
                id,
                outbox: outbox_number,
                mail: Arc::new(mail),
                created,
                state,
                n_attempts: 0,
                detail: String::new(),
            });
        }
        TAG_STATE => {
            let id = MailId(reader.u64()?);
            let state = *MailState::ALL.get(usize::from(reader.u8()?))?;
            let detail = reader.text()?.to_owned();
            outbox.change(id, state, detail).ok()?;
        }
        TAG_SUPPRESSED => {
            let kind = *Kind::ALL.get(usize::from(reader.u8()?))?;
            let reason = match reader.u8()? {
                0 => Reason::AutomaticMailsOff,
                1 => Reason::NoMailAddress,
                2 => Reason::PinUnknown,
                _ => return None,
            };
            let user = Guid::from_u128(reader.i128()?.cast_unsigned());
            let created = Timestamp::from_nanosecond(reader.i128()?).ok()?;
            let user_principal_name = reader.text()?.to_owned();
            outbox.suppress(Suppressed { kind, user, user_principal_name, reason, created });
        }
        TAG_REMOVED => {
            while let Some(number) = reader.u64() {
                outbox.items.retain(|item| item.id.0 != number);
            }
        }
        _ => return None,
    }
    Some(())
}

fn kind_byte(kind: Kind) -> u8 {
    Kind::ALL.iter().position(|known| *known == kind).unwrap_or_default() as u8
}

fn state_byte(state: MailState) -> u8 {
    MailState::ALL.iter().position(|known| *known == state).unwrap_or_default() as u8
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// Reads a payload from its front; `None` where it is too short.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*array)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn i128(&mut self) -> Option<i128> {
        self.array().map(i128::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.u32()? as usize;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }
}

/// Eight tables, so that eight bytes are taken a step ("slicing by eight"): a mail has some 10 kB.
const CRC_TABLES: [[u32; 256]; 8] = {
    let mut tables = [[0u32; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut byte = 0;
    while byte < 256 {
        let mut slice = 1;
        while slice < 8 {
            let before = tables[slice - 1][byte];
            tables[slice][byte] = before >> 8 ^ tables[0][(before & 0xff) as usize];
            slice += 1;
        }
        byte += 1;
    }
    tables
};

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    let chunks = bytes.chunks_exact(8);
    let rest = chunks.remainder();
    for chunk in chunks {
        let low = crc ^ u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        crc = CRC_TABLES[7][(low & 0xff) as usize]
            ^ CRC_TABLES[6][(low >> 8 & 0xff) as usize]
            ^ CRC_TABLES[5][(low >> 16 & 0xff) as usize]
            ^ CRC_TABLES[4][(low >> 24) as usize]
            ^ CRC_TABLES[3][usize::from(chunk[4])]
            ^ CRC_TABLES[2][usize::from(chunk[5])]
            ^ CRC_TABLES[1][usize::from(chunk[6])]
            ^ CRC_TABLES[0][usize::from(chunk[7])];
    }
    for &byte in rest {
        crc = crc >> 8 ^ CRC_TABLES[0][((crc ^ u32::from(byte)) & 0xff) as usize];
    }
    !crc
}

#[cfg(test)]
mod tests {
    #[test]
    fn crc32_has_its_check_value() {
        // The check value of CRC-32/ISO-HDLC.
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
    }
}
