//! Applies the migrations that both servers share, and tells which are missing.

use std::collections::HashSet;

use sqlx::AnyPool;

use crate::errors::StartError;
use crate::settings::Database;

struct Migration {
    name: &'static str,
    sql: &'static str,
}

impl Migration {
    /// `0002_nodes` → `0002`, as the file records itself.
    fn version(&self) -> &'static str {
        self.name
            .split_once('_')
            .map_or(self.name, |(version, _)| version)
    }
}

macro_rules! migration {
    ($name:literal) => {
        Migration {
            name: $name,
            sql: include_str!(concat!("../../migrations/", $name, ".sql")),
        }
    };
}

/// The files of ../migrations in name order; a test compares the list with the folder.
const MIGRATIONS: &[Migration] = &[
    migration!("0001_accounts"),
    migration!("0002_nodes"),
    migration!("0003_node_order"),
    migration!("0004_capabilities"),
    migration!("0005_node_position"),
    migration!("0006_sensors_outputs"),
    migration!("0007_schedules"),
    migration!("0008_backups"),
    migration!("0009_adoption"),
];

/// Applies each missing migration in a transaction of its own; returns their names.
pub async fn apply_missing(pool: &AnyPool) -> Result<Vec<&'static str>, StartError> {
    let mut applied = Vec::new();
    for migration in list_missing(pool).await? {
        let mut transaction = pool.begin().await?;
        sqlx::raw_sql(migration.sql)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        applied.push(migration.name);
    }
    Ok(applied)
}

/// Fails if the database lacks a migration.
pub async fn require_applied(pool: &AnyPool, database: &Database) -> Result<(), StartError> {
    let missing: Vec<_> = list_missing(pool)
        .await?
        .iter()
        .map(|migration| migration.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(StartError::new(format!(
        "The database {database} lacks the migrations {}; run `core-server-rs migrate` first.",
        missing.join(", ")
    )))
}

async fn list_missing(pool: &AnyPool) -> Result<Vec<&'static Migration>, StartError> {
    let applied = read_applied_versions(pool).await?;
    Ok(MIGRATIONS
        .iter()
        .filter(|migration| !applied.contains(migration.version()))
        .collect())
}

async fn read_applied_versions(pool: &AnyPool) -> Result<HashSet<String>, sqlx::Error> {
    let catalogue = match pool.acquire().await?.backend_name() {
        "PostgreSQL" => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_name = $1"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1",
    };
    let table = sqlx::query(catalogue)
        .bind("schema_migrations")
        .fetch_optional(pool)
        .await?;
    if table.is_none() {
        return Ok(HashSet::new());
    }
    let versions = sqlx::query_scalar("SELECT version FROM schema_migrations")
        .fetch_all(pool)
        .await?;
    Ok(versions.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::MIGRATIONS;

    #[test]
    fn every_file_of_the_folder_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<_> = MIGRATIONS
            .iter()
            .map(|migration| format!("{}.sql", migration.name))
            .collect();
        assert_eq!(listed, files);
    }
}
