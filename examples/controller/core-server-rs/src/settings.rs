//! What the environment decides, read once.

use crate::errors::StartError;

pub struct Settings {
    /// The absolute path of the database.
    pub database: String,
}

/// Reads `CORE_DATABASE_URL`: `sqlite:///` and an absolute path.
pub fn read_settings() -> Result<Settings, StartError> {
    let url = std::env::var("CORE_DATABASE_URL").unwrap_or_default();
    match parse_database_url(&url) {
        Some(database) => Ok(Settings { database }),
        None => Err(StartError::new(
            "Set CORE_DATABASE_URL to sqlite:/// and the absolute path of a database.",
        )),
    }
}

/// SQLAlchemy wants four slashes for an absolute path, sqlx three; both servers take either.
fn parse_database_url(url: &str) -> Option<String> {
    let path = url.strip_prefix("sqlite:///")?;
    Some(format!("/{}", path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::parse_database_url;

    #[test]
    fn three_and_four_slashes_lead_to_the_same_path() {
        assert_eq!(
            parse_database_url("sqlite:///srv/core.db").as_deref(),
            Some("/srv/core.db")
        );
        assert_eq!(
            parse_database_url("sqlite:////srv/core.db").as_deref(),
            Some("/srv/core.db")
        );
        assert_eq!(parse_database_url("postgres://localhost/core"), None);
    }
}
