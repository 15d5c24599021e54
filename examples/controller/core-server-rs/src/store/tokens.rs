//! Tokens for programs.

use sqlx::AnyPool;
use uuid::Uuid;

use super::to_json_text;
use crate::models::Token;
use crate::timestamp::Timestamp;

/// A user's own, oldest first; tokens of the same age by id.
pub async fn list(database: &AnyPool, user_id: Uuid) -> sqlx::Result<Vec<Token>> {
    sqlx::query_as(
        "SELECT id, name, capabilities, created_at, expires_at FROM api_tokens
         WHERE user_id = $1 ORDER BY created_at, id",
    )
    .bind(user_id.to_string())
    .fetch_all(database)
    .await
}

pub async fn insert(
    database: &AnyPool,
    user_id: Uuid,
    token: &Token,
    token_hash: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO api_tokens (id, user_id, name, token_hash, capabilities, created_at,
                                 expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token.id.to_string())
    .bind(user_id.to_string())
    .bind(&token.name)
    .bind(token_hash)
    .bind(to_json_text(&token.capabilities))
    .bind(token.created_at.to_stored())
    .bind(token.expires_at.map(Timestamp::to_stored))
    .execute(database)
    .await?;
    Ok(())
}

/// Returns whether the user had such a token.
pub async fn delete(database: &AnyPool, user_id: Uuid, id: Uuid) -> sqlx::Result<bool> {
    let result = sqlx::query("DELETE FROM api_tokens WHERE id = $1 AND user_id = $2")
        .bind(id.to_string())
        .bind(user_id.to_string())
        .execute(database)
        .await?;
    Ok(result.rows_affected() > 0)
}
