//! What the environment decides, read once.

use std::fmt;
use std::path::PathBuf;

use crate::errors::StartError;

pub struct Settings {
    pub database: Database,
    /// Machines that were seen on the network.
    pub network_file: Option<PathBuf>,
    /// The folder of the dashboard's build; without it the server has no pages.
    pub dashboard: Option<PathBuf>,
}

/// Where the data is.
#[derive(Debug, PartialEq)]
pub enum Database {
    /// The absolute path of a file of SQLite.
    File(String),
    /// The URL of a database of PostgreSQL.
    Server(String),
}

/// Without the password that a URL may hold.
impl fmt::Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => formatter.write_str(path),
            Self::Server(url) => {
                let place = url
                    .rsplit_once('@')
                    .map_or(url.as_str(), |(_, place)| place);
                write!(formatter, "postgresql://{place}")
            }
        }
    }
}

/// Reads `CORE_DATABASE_URL`, which is `sqlite:///` and an absolute path or a URL of PostgreSQL, and
/// `CORE_DASHBOARD`.
pub fn read_settings() -> Result<Settings, StartError> {
    let url = std::env::var("CORE_DATABASE_URL").unwrap_or_default();
    match parse_database_url(&url) {
        Some(database) => Ok(Settings {
            database,
            network_file: read_network_file(),
            dashboard: std::env::var_os("CORE_DASHBOARD").map(PathBuf::from),
        }),
        None => Err(StartError::new(
            "Set CORE_DATABASE_URL to sqlite:/// and the absolute path of a database, \
             or to a URL that begins with postgresql://.",
        )),
    }
}

/// `CORE_NETWORK_FILE`, where it is set.
fn read_network_file() -> Option<PathBuf> {
    let file = std::env::var_os("CORE_NETWORK_FILE")?;
    (!file.is_empty()).then(|| file.into())
}

/// SQLAlchemy wants four slashes for an absolute path, sqlx three; both servers take either.
fn parse_database_url(url: &str) -> Option<Database> {
    if url.starts_with("postgresql://") {
        return Some(Database::Server(url.to_owned()));
    }
    let path = url.strip_prefix("sqlite:///")?;
    Some(Database::File(format!("/{}", path.trim_start_matches('/'))))
}

#[cfg(test)]
mod tests {
    use super::{Database, parse_database_url};

    #[test]
    fn three_and_four_slashes_lead_to_the_same_path() {
        let file = Some(Database::File("/srv/core.db".to_owned()));
        assert_eq!(parse_database_url("sqlite:///srv/core.db"), file);
        assert_eq!(parse_database_url("sqlite:////srv/core.db"), file);
        assert_eq!(parse_database_url("mysql://localhost/core"), None);
    }

    #[test]
    fn a_server_is_told_without_its_password() {
        let database = parse_database_url("postgresql://me:secret@localhost:5432/core");
        assert_eq!(
            database.map(|database| database.to_string()).as_deref(),
            Some("postgresql://localhost:5432/core")
        );
    }
}
