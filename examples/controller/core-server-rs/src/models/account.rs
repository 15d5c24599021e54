use fastapi_answers::{Arguments, RequestInput, ValidationError, text};
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::parse_column;
use crate::timestamp::Timestamp;

#[derive(ToSchema)]
pub struct Credentials {
    #[schema(min_length = 1, max_length = 64)]
    pub username: String,
    #[schema(min_length = 1, max_length = 128)]
    pub password: String,
}

impl Arguments for Credentials {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let username = body.required("username", text(1, 64));
        let password = body.required("password", text(1, 128));
        Some(Self {
            username: username?,
            password: password?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct User {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl FromRow<'_, AnyRow> for User {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            username: row.try_get("username")?,
            display_name: row.try_get("display_name")?,
            created_at: parse_column(row, "created_at")?,
        })
    }
}

/// The answer to a login.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Opaque; the server keeps only its hash.
    pub token: String,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    pub user: User,
}

/// A session as it is stored.
pub struct NewSession {
    pub id: Uuid,
    pub user_id: Uuid,
    pub token_hash: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}
