//! The connection to the database.

use sqlx::AnyPool;
use sqlx::any::{AnyPoolOptions, install_default_drivers};

use crate::errors::StartError;

pub async fn open(path: &str) -> Result<AnyPool, StartError> {
    connect(path, "rw").await
}

pub async fn open_or_create(path: &str) -> Result<AnyPool, StartError> {
    connect(path, "rwc").await
}

async fn connect(path: &str, mode: &str) -> Result<AnyPool, StartError> {
    install_default_drivers();
    let url = format!("sqlite://{}?mode={mode}", escape_path(path));
    AnyPoolOptions::new()
        .max_connections(4)
        .connect(&url)
        .await
        .map_err(|error| StartError::new(format!("Cannot open the database {path}: {error}.")))
}

/// sqlx reads the path as part of a URL, in which these three have a meaning.
fn escape_path(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}
