//! The connection to the database.

use sqlx::AnyPool;
use sqlx::any::{AnyPoolOptions, install_default_drivers};

use crate::errors::StartError;
use crate::settings::Database;

pub async fn open(database: &Database) -> Result<AnyPool, StartError> {
    connect(database, "rw").await
}

/// Makes the file of SQLite where it is missing; a database of PostgreSQL has to be there.
pub async fn open_or_create(database: &Database) -> Result<AnyPool, StartError> {
    connect(database, "rwc").await
}

async fn connect(database: &Database, mode: &str) -> Result<AnyPool, StartError> {
    install_default_drivers();
    let url = match database {
        Database::File(path) => format!("sqlite://{}?mode={mode}", escape_path(path)),
        Database::Server(url) => url.clone(),
    };
    AnyPoolOptions::new()
        .max_connections(4)
        .connect(&url)
        .await
        .map_err(|error| StartError::new(format!("Cannot open the database {database}: {error}.")))
}

/// sqlx reads the path as part of a URL, in which these three have a meaning.
fn escape_path(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}
