use sqlx::{AnyPool, FromRow, Row};

use crate::models::{NewSession, User};
use crate::timestamp::Timestamp;

/// Returns the user and the hash of the password.
pub async fn find_user(database: &AnyPool, username: &str) -> sqlx::Result<Option<(User, String)>> {
    let row = sqlx::query(
        "SELECT id, username, display_name, password_hash, created_at
         FROM users WHERE username = $1",
    )
    .bind(username)
    .fetch_optional(database)
    .await?;
    row.map(|row| Ok((User::from_row(&row)?, row.try_get("password_hash")?)))
        .transpose()
}

pub async fn find_user_by_token(
    database: &AnyPool,
    token_hash: &str,
    now: Timestamp,
) -> sqlx::Result<Option<User>> {
    sqlx::query_as(
        "SELECT users.id, users.username, users.display_name, users.created_at
         FROM users JOIN sessions ON sessions.user_id = users.id
         WHERE sessions.token_hash = $1 AND sessions.expires_at > $2",
    )
    .bind(token_hash)
    .bind(now.to_stored())
    .fetch_optional(database)
    .await
}

pub async fn insert_session(database: &AnyPool, session: &NewSession) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO sessions (id, user_id, token_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(session.id.to_string())
    .bind(session.user_id.to_string())
    .bind(&session.token_hash)
    .bind(session.created_at.to_stored())
    .bind(session.expires_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}
