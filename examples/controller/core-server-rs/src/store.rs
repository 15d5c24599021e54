//! The SQL, one module a resource, and how the texts in its columns are read.

pub mod accounts;
pub mod nodes;

use std::error::Error;
use std::str::FromStr;

use fastapi_answers::json;
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Reads a TEXT column that holds a uuid, a time or a word of an enum.
pub fn parse_column<T>(row: &AnyRow, column: &str) -> sqlx::Result<T>
where
    T: FromStr<Err: Into<Box<dyn Error + Send + Sync>>>,
{
    let text: String = row.try_get(column)?;
    text.parse().map_err(|error| undecodable(column, error))
}

/// Like `parse_column`, for a column that may be null.
pub fn parse_optional_column<T>(row: &AnyRow, column: &str) -> sqlx::Result<Option<T>>
where
    T: FromStr<Err: Into<Box<dyn Error + Send + Sync>>>,
{
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|error| undecodable(column, error)))
        .transpose()
}

pub fn parse_json_column(row: &AnyRow, column: &str) -> sqlx::Result<Value> {
    let text: String = row.try_get(column)?;
    json::parse(&text).map_err(|error| undecodable(column, error))
}

fn undecodable(column: &str, error: impl Into<Box<dyn Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    }
}
