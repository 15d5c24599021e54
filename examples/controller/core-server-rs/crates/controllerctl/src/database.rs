//! The database as a whole: copies of it, and whether it has a user.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::Utc;
use rusqlite::{Connection, OpenFlags};

use crate::files::{make_folder, remove};
use crate::prefix::Prefix;
use crate::problem::{Problem, Result};

/// So many backups are kept.
const KEPT: usize = 10;

/// Copies by SQLite's online backup, so that servers may have the database open.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    remove(to)?;
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut target = Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(&source, &mut target)?;
    backup.run_to_completion(1024, Duration::from_millis(5), None)?;
    Ok(())
}

/// Keeps a copy as `data/backups/20240504T101530.250Z-WHY.db`; the oldest ones beyond ten go.
pub fn back_up(prefix: &Prefix, why: &str) -> Result<PathBuf> {
    make_folder(&prefix.backups())?;
    let time = Utc::now().format("%Y%m%dT%H%M%S%.3fZ");
    let path = prefix.backups().join(format!("{time}-{why}.db"));
    copy(&prefix.database(), &path)?;
    let mut backups: Vec<_> = std::fs::read_dir(prefix.backups())
        .and_then(Iterator::collect)
        .map(|entries: Vec<_>| entries.iter().map(std::fs::DirEntry::path).collect())
        .map_err(Problem::with_file("read", &prefix.backups()))?;
    backups.sort();
    for old in backups.iter().rev().skip(KEPT) {
        remove(old)?;
    }
    Ok(path)
}

/// How many migrations a database has noted.
pub fn count_migrations(path: &Path) -> Result<i64> {
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count = "SELECT count(*) FROM schema_migrations";
    Ok(database.query_row(count, [], |row| row.get(0))?)
}

pub fn has_user(prefix: &Prefix) -> Result<bool> {
    let database =
        Connection::open_with_flags(prefix.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    database.busy_timeout(Duration::from_secs(5))?;
    let count: i64 = database.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
    Ok(count > 0)
}
