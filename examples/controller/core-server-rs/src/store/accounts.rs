//! Users and sessions.

use sqlx::{AnyConnection, AnyPool, FromRow, Row};
use uuid::Uuid;

use super::{parse_json_column, to_json_text};
use crate::models::{Capability, NewSession, User, UserInput};
use crate::timestamp::Timestamp;

// `Any` cannot describe a BOOLEAN column of SQLite, so the query makes an integer of it.
macro_rules! user_columns {
    () => {
        "users.id, users.username, users.display_name, users.capabilities,
         CASE WHEN users.is_enabled THEN 1 ELSE 0 END AS is_enabled, users.created_at"
    };
}

/// Oldest first; users of the same age by id.
pub async fn list(database: &AnyPool) -> sqlx::Result<Vec<User>> {
    sqlx::query_as(concat!(
        "SELECT ",
        user_columns!(),
        " FROM users ORDER BY created_at, id"
    ))
    .fetch_all(database)
    .await
}

pub async fn count(database: &AnyPool) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM users")
        .fetch_one(database)
        .await
}

/// Returns the user, if enabled, and the hash of the password.
pub async fn find_user_by_name(
    database: &AnyPool,
    username: &str,
) -> sqlx::Result<Option<(User, String)>> {
    let row = sqlx::query(concat!(
        "SELECT password_hash, ",
        user_columns!(),
        " FROM users WHERE username = $1 AND is_enabled"
    ))
    .bind(username)
    .fetch_optional(database)
    .await?;
    row.map(|row| Ok((User::from_row(&row)?, row.try_get("password_hash")?)))
        .transpose()
}

pub async fn find_user_by_session(
    database: &AnyPool,
    token_hash: &str,
    now: Timestamp,
) -> sqlx::Result<Option<User>> {
    sqlx::query_as(concat!(
        "SELECT ",
        user_columns!(),
        " FROM users JOIN sessions ON sessions.user_id = users.id
         WHERE sessions.token_hash = $1 AND sessions.expires_at > $2 AND users.is_enabled"
    ))
    .bind(token_hash)
    .bind(now.to_stored())
    .fetch_optional(database)
    .await
}

/// Returns the user of a token for programs, and what the token was given.
pub async fn find_user_by_token(
    database: &AnyPool,
    token_hash: &str,
    now: Timestamp,
) -> sqlx::Result<Option<(User, Vec<Capability>)>> {
    let row = sqlx::query(concat!(
        "SELECT api_tokens.capabilities AS granted, ",
        user_columns!(),
        " FROM users JOIN api_tokens ON api_tokens.user_id = users.id
         WHERE api_tokens.token_hash = $1 AND users.is_enabled
         AND (api_tokens.expires_at IS NULL OR api_tokens.expires_at > $2)"
    ))
    .bind(token_hash)
    .bind(now.to_stored())
    .fetch_optional(database)
    .await?;
    row.map(|row| Ok((User::from_row(&row)?, parse_json_column(&row, "granted")?)))
        .transpose()
}

pub async fn insert(database: &AnyPool, user: &User, password_hash: &str) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO users (id, username, display_name, password_hash, capabilities, is_enabled,
                            created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(user.id.to_string())
    .bind(&user.username)
    .bind(&user.display_name)
    .bind(password_hash)
    .bind(to_json_text(&user.capabilities))
    .bind(user.is_enabled)
    .bind(user.created_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}

/// Without a new password the old one stays; with one, all sessions end.
pub async fn replace(
    database: &AnyPool,
    id: Uuid,
    user: &UserInput,
    password_hash: Option<String>,
) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    sqlx::query(
        "UPDATE users SET display_name = $1, capabilities = $2, is_enabled = $3 WHERE id = $4",
    )
    .bind(&user.display_name)
    .bind(to_json_text(&user.capabilities))
    .bind(user.is_enabled)
    .bind(id.to_string())
    .execute(&mut *transaction)
    .await?;
    if let Some(hash) = password_hash {
        sqlx::query("UPDATE users SET password_hash = $1 WHERE id = $2")
            .bind(hash)
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
        delete_sessions_of(&mut transaction, id).await?;
    }
    transaction.commit().await
}

/// With sessions and tokens.
pub async fn delete(database: &AnyPool, id: Uuid) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    delete_sessions_of(&mut transaction, id).await?;
    for statement in [
        "DELETE FROM api_tokens WHERE user_id = $1",
        "DELETE FROM users WHERE id = $1",
    ] {
        sqlx::query(statement)
            .bind(id.to_string())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

async fn delete_sessions_of(connection: &mut AnyConnection, id: Uuid) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE user_id = $1")
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(())
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

pub async fn delete_session(database: &AnyPool, token_hash: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
        .bind(token_hash)
        .execute(database)
        .await?;
    Ok(())
}
