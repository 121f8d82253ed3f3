//! The tables of a tenant file.

use rusqlite::{Connection, OptionalExtension};

/// The version of the tables.
pub(super) const VERSION: i64 = 1;

/// Says that an SQLite file is a tenant (`PRAGMA application_id`): "BrSh".
pub(super) const APPLICATION: i64 = 0x4272_5368;

/// What lies in columns beside `sealed` is there to find rows by; names, addresses, numbers and PINs are sealed.
const TABLES: &str = "
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- The tenant but for its users: row 0.
CREATE TABLE tenant(id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
-- Users in their order; `object` finds one.
CREATE TABLE users(id INTEGER PRIMARY KEY, object BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL);
-- `generation` is the number of the transaction that changed the row last.
CREATE TABLE mails(id INTEGER PRIMARY KEY, generation INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL,
    last_attempt INTEGER, next_attempt INTEGER, detail BLOB NOT NULL, sealed BLOB NOT NULL);
CREATE INDEX mails_by_generation ON mails(generation);
CREATE INDEX mails_by_state ON mails(state);
CREATE TABLE removed(id INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
CREATE INDEX removed_by_generation ON removed(generation);
CREATE TABLE suppressed(id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE templates(id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
";

/// Sets a fresh connection up: a log beside the file, pages that are wiped when they are freed, patience with others.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 2000)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Makes the tables.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.execute_batch(TABLES)?;
    set(connection, "version", VERSION)
}

/// A number of the table `meta`.
pub(super) fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?.query_row([name], |row| row.get(0)).optional()
}

/// Writes a number of the table `meta`.
pub(super) fn set(connection: &Connection, name: &str, value: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO meta(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2")?
        .execute((name, value))?;
    Ok(())
}
