//! What goes wrong, told to a person.

use std::fmt;
use std::path::Path;

/// A full sentence that says what is wrong and, where that is not plain, what to do.
#[derive(Debug)]
pub struct Problem(String);

pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For what the system refuses to do with a file.
    pub fn with_file(
        doing: &'static str,
        path: &Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |error| Self(format!("{path} cannot be {doing}: {error}."))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        Self(format!("The database cannot be used: {error}."))
    }
}
