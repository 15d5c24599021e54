//! The SQL, one module a resource, and how the texts in its columns are read.

pub mod accounts;
pub mod adoptions;
pub mod backups;
pub mod dashboard;
pub mod events;
pub mod nodes;
pub mod outputs;
pub mod readings;
pub mod schedules;
pub mod sensors;
pub mod tokens;

use std::error::Error;
use std::str::FromStr;

use fastapi_answers::{Decimal, json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Executor, Row};

/// The pool, or a connection within a transaction.
pub trait AnyExecutor<'c>: Executor<'c, Database = sqlx::Any> {}

impl<'c, E: Executor<'c, Database = sqlx::Any>> AnyExecutor<'c> for E {}

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

/// Reads a TEXT column that holds JSON, with the numbers that Python would have read.
pub fn parse_json_column<T: DeserializeOwned>(row: &AnyRow, column: &str) -> sqlx::Result<T> {
    let text: String = row.try_get(column)?;
    json::parse(&text)
        .and_then(serde_json::from_value)
        .map_err(|error| undecodable(column, error))
}

pub fn parse_decimal_column(row: &AnyRow, column: &str) -> sqlx::Result<Option<Decimal>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| text.parse().map_err(|()| undecodable(column, text)))
        .transpose()
}

/// Compact JSON, as both servers write it.
pub fn to_json_text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("a model is JSON")
}

fn undecodable(column: &str, error: impl Into<Box<dyn Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    }
}
