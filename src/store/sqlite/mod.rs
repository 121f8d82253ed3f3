//! A tenant file on disk: tenant and outbox in one SQLite file, each command one transaction.
//!
//! Several processes may work on one file: a command begins by taking the file for itself and reading what the others
//! changed since. What tells of people or is secret is sealed (`seal`); the key lies in a file of its own. After a crash
//! of the program the file is as after the last command; after a power failure commands of the last moments may be gone,
//! each as a whole, but none that a sent mail depends on.

mod record;
mod schema;
mod seal;
mod touched;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

pub use seal::KEY_VARIABLE;

use super::{Batch, Changes, Store, StoreError};
use crate::mail::{Item, MailId, MailState, Outbox};
use crate::notify::Suppressed;
use crate::tenant::file::{self, Pins};
use crate::tenant::model::Tenant;
use crate::tenant::world::{FixedClock, SeededRandom, World};
use record::{state_number, state_of};
use seal::Seal;
use touched::Touched;

/// After so many transactions one is made to outlast a power failure, and with it all before it.
const TRANSACTIONS_PER_SYNC: u32 = 1000;

/// After so long, too.
const TIME_PER_SYNC: Duration = Duration::from_secs(1);

/// An open tenant file.
pub struct SqliteStore {
    path: PathBuf,
    connection: Connection,
    seal: Seal,
    /// The number of the last transaction that is known here.
    generation: i64,
    /// The last of those that changed tenant, suppressed mails or templates.
    seen: Seen,
    /// Held while mails are sent.
    sending: Option<File>,
    is_open: bool,
    n_unsynced: u32,
    synced: Instant,
}

/// The transactions that changed the parts which are read as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Seen {
    tenant: i64,
    suppressed: i64,
    templates: i64,
}

/// A path with something behind its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes a file that is its owner's alone, and was not there.
fn new_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError { message: error.to_string() }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        StoreError { message: error.to_string() }
    }
}

/// Whether a file is one of SQLite.
///
/// # Errors
/// It cannot be read.
pub fn is_sqlite(path: &Path) -> io::Result<bool> {
    use io::Read;
    let mut start = Vec::new();
    File::open(path)?.take(16).read_to_end(&mut start)?;
    Ok(start == b"SQLite format 3\0")
}

impl SqliteStore {
    /// Opens a tenant file, or makes it with the tenant that `fresh` gives. `instance` is the number of a new outbox.
    ///
    /// # Errors
    /// The file is a link, no tenant file, of a newer version or damaged, or its key is not there.
    pub fn open(
        path: &Path,
        instance: u64,
        fresh: impl FnOnce() -> Tenant,
    ) -> Result<(Self, Tenant, Outbox, Vec<(String, String)>), StoreError> {
        let fault = |text: String| StoreError { message: format!("'{}' {text}", path.display()) };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            make_private_folder(folder)?;
        }
        match fs::symlink_metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Err(fault("is a link or no file; a tenant is a file of its own.".to_owned())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => match new_private_file(path) {
                Ok(_) => {}
                // Another process was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            },
            Err(error) => return Err(error.into()),
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        schema::prepare(&connection).map_err(|error| fault(format!("cannot be used: {error}")))?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let n_tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        let is_new = n_tables == 0;
        if !is_new && application != schema::APPLICATION {
            return Err(fault("is an SQLite file, but no tenant.".to_owned()));
        }
        let seal = Seal::open(&Seal::place_of(path), is_new)?;
        let now = Instant::now();
        let mut store = Self {
            path: path.to_owned(),
            connection,
            seal,
            generation: 0,
            seen: Seen::default(),
            sending: None,
            is_open: true,
            n_unsynced: 0,
            synced: now,
        };
        if is_new {
            schema::create(&store.connection)?;
            schema::set(&store.connection, "instance", instance.cast_signed())?;
            let tenant = fresh();
            store.generation = 1;
            store.write_tenant(&tenant, &Touched { all_users: true, outer: true, ..Touched::default() })?;
            schema::set(&store.connection, "generation", 1)?;
            store.connection.execute_batch("COMMIT")?;
            store.is_open = false;
            store.seen.tenant = 1;
            return Ok((store, tenant, Outbox::new(instance), Vec::new()));
        }
        let version = schema::get(&store.connection, "version")?.unwrap_or_default();
        if version > schema::VERSION {
            return Err(fault(format!("is of version {version}; this program reads version {}.", schema::VERSION)));
        }
        let stored_instance = schema::get(&store.connection, "instance")?.unwrap_or_default().cast_unsigned();
        let mut outbox = Outbox::new(stored_instance);
        store.mark_unknown()?;
        let changes = store.read_changes()?.unwrap_or_default();
        store.connection.execute_batch("COMMIT")?;
        store.is_open = false;
        let tenant = changes.tenant.ok_or_else(|| fault("holds no tenant.".to_owned()))?;
        outbox.merge(changes.mails, &changes.removed, changes.next_mail, changes.suppressed);
        Ok((store, *tenant, outbox, changes.templates.unwrap_or_default()))
    }

    /// What was being sent when a program ended may have arrived. Left alone while another process sends.
    fn mark_unknown(&mut self) -> Result<(), StoreError> {
        let sending = state_number(MailState::Sending);
        let n: i64 =
            self.connection.prepare_cached("SELECT count(*) FROM mails WHERE state = ?1")?.query_row([sending], |row| row.get(0))?;
        if n == 0 || self.sending.is_some() || self.lock_sending()?.is_none() {
            return Ok(());
        }
        let generation = schema::get(&self.connection, "generation")?.unwrap_or_default() + 1;
        let said = self.seal.seal("detail", 0, b"The program ended while the mail was being sent.")?;
        self.connection.execute(
            "UPDATE mails SET state = ?1, generation = ?2, detail = ?3 WHERE state = ?4",
            (state_number(MailState::Unknown), generation, said, sending),
        )?;
        schema::set(&self.connection, "generation", generation)?;
        Ok(())
    }

    /// The lock of the process that sends; `None` if another has it. It ends with the process.
    fn lock_sending(&self) -> Result<Option<File>, StoreError> {
        let path = beside(&self.path, "-sending");
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(StoreError { message: format!("'{}' is a link or no file.", path.display()) });
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// What other processes changed since this one last looked; `None` if nothing did.
    fn read_changes(&mut self) -> Result<Option<Changes>, StoreError> {
        let generation = schema::get(&self.connection, "generation")?.unwrap_or_default();
        if generation == self.generation {
            return Ok(None);
        }
        let known = self.generation;
        let number = |name: &str| schema::get(&self.connection, name).map(Option::unwrap_or_default);
        let latest = Seen { tenant: number("tenant")?, suppressed: number("suppressed")?, templates: number("templates")? };
        let mut changes = Changes { next_mail: number("next_mail")?.cast_unsigned(), ..Changes::default() };
        if latest.tenant != self.seen.tenant || known == 0 {
            changes.tenant = Some(Box::new(self.read_tenant()?));
        }
        let instance = number("instance")?.cast_unsigned();
        changes.mails = self.read_mails(known, instance)?;
        let mut removed = self.connection.prepare_cached("SELECT id FROM removed WHERE generation > ?1 ORDER BY id")?;
        for id in removed.query_map([known], |row| row.get::<_, i64>(0))? {
            changes.removed.push(MailId(id?.cast_unsigned()));
        }
        drop(removed);
        if latest.suppressed != self.seen.suppressed || known == 0 {
            let read = self.read_all("suppressed")?;
            let records: Option<Vec<Suppressed>> = read.iter().map(|bytes| record::to_suppressed(bytes)).collect();
            changes.suppressed = Some(records.ok_or_else(damaged)?);
        }
        if latest.templates != self.seen.templates || known == 0 {
            let read = self.read_all("templates")?;
            let templates: Result<Vec<(String, String)>, _> = read.iter().map(|bytes| serde_json::from_slice(bytes)).collect();
            changes.templates = Some(templates.map_err(|_| damaged())?);
        }
        self.generation = generation;
        self.seen = latest;
        Ok(Some(changes))
    }

    fn read_all(&self, table: &'static str) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("SELECT id, sealed FROM {table} ORDER BY id"))?;
        let mut rows = statement.query([])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            records.push(self.seal.open_record(table, id, row.get(1)?)?);
        }
        Ok(records)
    }

    fn read_tenant(&self) -> Result<Tenant, StoreError> {
        let outer = self.read_all("tenant")?.into_iter().next().ok_or_else(damaged)?;
        let text = file::join(&outer, &self.read_all("users")?);
        // Everything that a file may leave out is in ours, so nothing is left to chance.
        let (clock, mut random) = (FixedClock(Timestamp::UNIX_EPOCH), SeededRandom::new(0));
        let mut world = World { clock: &clock, random: &mut random };
        file::read(&text, &mut world).map_err(|error| StoreError { message: error.to_string() })
    }

    fn read_mails(&self, known: i64, instance: u64) -> Result<Vec<Item>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, state, attempts, last_attempt, next_attempt, detail, sealed FROM mails WHERE generation > ?1 ORDER BY id",
        )?;
        let mut rows = statement.query([known])?;
        let mut mails = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let sealed = self.seal.open_record("mails", id, row.get(6)?)?;
            let mut item = record::to_mail(MailId(id.cast_unsigned()), instance, &sealed).ok_or_else(damaged)?;
            item.state = state_of(row.get(1)?).ok_or_else(damaged)?;
            item.n_attempts = row.get(2)?;
            let time = |nanoseconds: Option<i64>| nanoseconds.and_then(|n| Timestamp::from_nanosecond(n.into()).ok());
            (item.last_attempt, item.next_attempt) = (time(row.get(3)?), time(row.get(4)?));
            let detail: Vec<u8> = row.get(5)?;
            if !detail.is_empty() {
                item.detail = String::from_utf8(self.seal.open_record("detail", 0, detail)?).map_err(|_| damaged())?;
            }
            mails.push(item);
        }
        Ok(mails)
    }

    fn write_tenant(&mut self, tenant: &Tenant, touched: &Touched) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        if touched.outer {
            file::write_outer(tenant, &mut bytes)?;
            let sealed = self.seal.seal("tenant", 0, &bytes)?;
            self.connection.prepare_cached("INSERT OR REPLACE INTO tenant(id, sealed) VALUES(0, ?1)")?.execute([sealed])?;
        }
        if touched.all_users {
            self.connection.execute("DELETE FROM users", [])?;
            for (row, user) in (1..).zip(tenant.users().iter()) {
                bytes.clear();
                file::write_user(tenant, &user, Pins::InTheClear, &mut bytes)?;
                self.put_user(row, user.object_id().to_u128(), &bytes)?;
            }
        } else {
            for id in &touched.users {
                let object = id.to_u128();
                let known: Option<i64> = {
                    let mut statement = self.connection.prepare_cached("SELECT id FROM users WHERE object = ?1")?;
                    let mut rows = statement.query([object.to_be_bytes()])?;
                    rows.next()?.map(|row| row.get(0)).transpose()?
                };
                match (tenant.user(*id), known) {
                    (Some(user), known) => {
                        let last = || -> rusqlite::Result<i64> {
                            self.connection.prepare_cached("SELECT coalesce(max(id), 0) FROM users")?.query_row([], |row| row.get(0))
                        };
                        let row = match known {
                            Some(row) => row,
                            None => last()? + 1,
                        };
                        bytes.clear();
                        file::write_user(tenant, &user, Pins::InTheClear, &mut bytes)?;
                        self.put_user(row, object, &bytes)?;
                    }
                    (None, Some(row)) => {
                        self.connection.prepare_cached("DELETE FROM users WHERE id = ?1")?.execute([row])?;
                    }
                    (None, None) => {}
                }
            }
        }
        schema::set(&self.connection, "tenant", self.generation)?;
        self.seen.tenant = self.generation;
        secrecy::zeroize::Zeroize::zeroize(&mut bytes);
        Ok(())
    }

    fn put_user(&self, row: i64, object: u128, bytes: &[u8]) -> Result<(), StoreError> {
        let sealed = self.seal.seal("users", row, bytes)?;
        let mut statement = self.connection.prepare_cached("INSERT OR REPLACE INTO users(id, object, sealed) VALUES(?1, ?2, ?3)")?;
        statement.execute((row, object.to_be_bytes(), sealed))?;
        Ok(())
    }

    fn write(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let touched = Touched::by(batch.events);
        if let Some(tenant) = batch.tenant
            && !batch.events.is_empty()
        {
            self.write_tenant(tenant, &touched)?;
        }
        self.write_mails(batch)?;
        let is_told = !batch.suppressed.is_empty() || !batch.unsuppressed.is_empty();
        for suppressed in batch.suppressed {
            let row: i64 =
                self.connection.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM suppressed")?.query_row([], |row| row.get(0))?;
            let sealed = self.seal.seal("suppressed", row, &record::of_suppressed(suppressed))?;
            self.connection.prepare_cached("INSERT INTO suppressed(id, sealed) VALUES(?1, ?2)")?.execute((row, sealed))?;
        }
        if !batch.unsuppressed.is_empty() {
            self.take_out_suppressed(batch.unsuppressed)?;
        }
        if is_told {
            schema::set(&self.connection, "suppressed", self.generation)?;
            self.seen.suppressed = self.generation;
        }
        if let Some(templates) = batch.templates {
            self.connection.execute("DELETE FROM templates", [])?;
            for (row, template) in (1i64..).zip(templates) {
                let bytes = serde_json::to_vec(template).map_err(|error| StoreError { message: error.to_string() })?;
                self.connection
                    .execute("INSERT INTO templates(id, sealed) VALUES(?1, ?2)", (row, self.seal.seal("templates", row, &bytes)?))?;
            }
            schema::set(&self.connection, "templates", self.generation)?;
            self.seen.templates = self.generation;
        }
        schema::set(&self.connection, "generation", self.generation)?;
        Ok(())
    }

    fn write_mails(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        let nanoseconds = |time: Option<Timestamp>| time.and_then(|time| i64::try_from(time.as_nanosecond()).ok());
        for item in batch.mails {
            let id = item.id.0.cast_signed();
            let sealed = self.seal.seal("mails", id, &record::of_mail(item))?;
            let mut insert = self.connection.prepare_cached(
                "INSERT INTO mails(id, generation, state, attempts, last_attempt, next_attempt, detail, sealed) VALUES(?1, ?2, ?3, ?4, ?5, ?6, x'', ?7)",
            )?;
            insert.execute((
                id,
                self.generation,
                state_number(item.state),
                item.n_attempts,
                nanoseconds(item.last_attempt),
                nanoseconds(item.next_attempt),
                sealed,
            ))?;
        }
        if let Some(last) = batch.mails.last() {
            schema::set(&self.connection, "next_mail", last.id.0.cast_signed() + 1)?;
        }
        for item in batch.states {
            let detail = if item.detail.is_empty() { Vec::new() } else { self.seal.seal("detail", 0, item.detail.as_bytes())? };
            let mut update = self.connection.prepare_cached(
                "UPDATE mails SET generation = ?2, state = ?3, attempts = ?4, last_attempt = ?5, next_attempt = ?6, detail = ?7 WHERE id = ?1",
            )?;
            let id = item.id.0.cast_signed();
            update.execute((
                id,
                self.generation,
                state_number(item.state),
                item.n_attempts,
                nanoseconds(item.last_attempt),
                nanoseconds(item.next_attempt),
                detail,
            ))?;
        }
        for id in batch.removed {
            let id = id.0.cast_signed();
            self.connection.prepare_cached("DELETE FROM mails WHERE id = ?1")?.execute([id])?;
            self.connection
                .prepare_cached("INSERT OR REPLACE INTO removed(id, generation) VALUES(?1, ?2)")?
                .execute((id, self.generation))?;
        }
        Ok(())
    }

    fn take_out_suppressed(&self, gone: &[Suppressed]) -> Result<(), StoreError> {
        let mut doomed = Vec::new();
        {
            let mut statement = self.connection.prepare_cached("SELECT id, sealed FROM suppressed")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let known = record::to_suppressed(&self.seal.open_record("suppressed", id, row.get(1)?)?).ok_or_else(damaged)?;
                if gone.contains(&known) {
                    doomed.push(id);
                }
            }
        }
        for id in doomed {
            self.connection.prepare_cached("DELETE FROM suppressed WHERE id = ?1")?.execute([id])?;
        }
        Ok(())
    }
}

fn damaged() -> StoreError {
    StoreError { message: "a record of the tenant file is not one of this program.".to_owned() }
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

impl Store for SqliteStore {
    fn begin(&mut self, must_be_durable: bool) -> Result<Option<Changes>, StoreError> {
        if self.is_open {
            return Ok(None);
        }
        // A transaction that is synced takes all before it along.
        let syncs = must_be_durable || self.n_unsynced >= TRANSACTIONS_PER_SYNC || self.synced.elapsed() >= TIME_PER_SYNC;
        self.connection.pragma_update(None, "synchronous", if syncs { "FULL" } else { "NORMAL" })?;
        self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        self.is_open = true;
        if syncs {
            self.n_unsynced = 0;
            self.synced = Instant::now();
        }
        self.read_changes().inspect_err(|_| self.abandon())
    }

    fn commit(&mut self, batch: &Batch<'_>) -> Result<(), StoreError> {
        if !self.is_open && self.begin(false)?.is_some() {
            self.abandon();
            return Err(StoreError { message: "another process changed the tenant meanwhile.".to_owned() });
        }
        let (generation, seen) = (self.generation, self.seen);
        self.generation += 1;
        let written = self.write(batch).and_then(|()| Ok(self.connection.prepare_cached("COMMIT")?.execute([]).map(drop)?));
        match written {
            Ok(()) => {
                self.is_open = false;
                self.n_unsynced += 1;
                Ok(())
            }
            Err(error) => {
                (self.generation, self.seen) = (generation, seen);
                self.abandon();
                Err(error)
            }
        }
    }

    fn abandon(&mut self) {
        if self.is_open {
            // Where it cannot be rolled back, SQLite has done so already.
            let _ = self.connection.execute_batch("ROLLBACK");
            self.is_open = false;
        }
    }

    fn refresh(&mut self) -> Result<Option<Changes>, StoreError> {
        if self.is_open || schema::get(&self.connection, "generation")?.unwrap_or_default() == self.generation {
            return Ok(None);
        }
        self.connection.execute_batch("BEGIN")?;
        let changes = self.read_changes();
        self.connection.execute_batch("COMMIT")?;
        changes
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn begin_sending(&mut self) -> Result<(), StoreError> {
        if self.sending.is_none() {
            self.sending = self.lock_sending()?;
        }
        if self.sending.is_some() {
            Ok(())
        } else {
            Err(StoreError { message: "another process is sending the mails of this tenant.".to_owned() })
        }
    }

    fn end_sending(&mut self) {
        self.sending = None;
    }
}
