use serde_json::json;
use sqlx::AnyPool;
use uuid::Uuid;

use super::{AnyExecutor, events};
use crate::models::{Command, CommandQuery, Output};

macro_rules! select_outputs {
    ($rest:literal) => {
        concat!(
            "SELECT id, node_id, name, kind, level,
                    CASE WHEN is_locked THEN 1 ELSE 0 END AS is_locked, created_at, updated_at
             FROM outputs ",
            $rest
        )
    };
}

/// Oldest first; outputs of the same age by id.
pub async fn list(database: &AnyPool, node_id: Option<Uuid>) -> sqlx::Result<Vec<Output>> {
    sqlx::query_as(select_outputs!(
        "WHERE CAST($1 AS TEXT) IS NULL OR node_id = $1 ORDER BY created_at, id"
    ))
    .bind(node_id.map(|id| id.to_string()))
    .fetch_all(database)
    .await
}

pub async fn find(database: &AnyPool, id: Uuid) -> sqlx::Result<Option<Output>> {
    sqlx::query_as(select_outputs!("WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(database)
        .await
}

pub async fn insert(database: impl AnyExecutor<'_>, output: &Output) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO outputs (id, node_id, name, kind, level, is_locked, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(output.id.to_string())
    .bind(output.node_id.to_string())
    .bind(&output.name)
    .bind(output.kind.as_str())
    .bind(output.level)
    .bind(output.is_locked)
    .bind(output.created_at.to_stored())
    .bind(output.updated_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}

/// An output as a command left it, the command, and the event; `by` is the user's name.
pub async fn insert_command(
    database: &AnyPool,
    output: &Output,
    command: &Command,
    by: &str,
) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    update(&mut *transaction, output).await?;
    sqlx::query(
        "INSERT INTO commands (id, output_id, user_id, action, level, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(command.id.to_string())
    .bind(command.output_id.to_string())
    .bind(command.user_id.map(|id| id.to_string()))
    .bind(&command.action)
    .bind(command.level)
    .bind(command.created_at.to_stored())
    .execute(&mut *transaction)
    .await?;
    let detail = json!({"level": output.level, "by": by});
    events::tell(
        &mut transaction,
        "switched",
        &output.id.to_string(),
        &detail,
    )
    .await?;
    transaction.commit().await
}

/// Writes all that may change of an output.
pub async fn update(database: impl AnyExecutor<'_>, output: &Output) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE outputs SET name = $1, kind = $2, level = $3, is_locked = $4, updated_at = $5
         WHERE id = $6",
    )
    .bind(&output.name)
    .bind(output.kind.as_str())
    .bind(output.level)
    .bind(output.is_locked)
    .bind(output.updated_at.to_stored())
    .bind(output.id.to_string())
    .execute(database)
    .await?;
    Ok(())
}

/// With what it was told to do; returns whether there was such an output.
pub async fn delete(database: &AnyPool, id: Uuid) -> sqlx::Result<bool> {
    let result = sqlx::query("DELETE FROM outputs WHERE id = $1")
        .bind(id.to_string())
        .execute(database)
        .await?;
    Ok(result.rows_affected() > 0)
}

/// Newest first; commands of one moment by id.
pub async fn list_commands(
    database: &AnyPool,
    output_id: Uuid,
    query: &CommandQuery,
) -> sqlx::Result<Vec<Command>> {
    sqlx::query_as(
        "SELECT id, output_id, user_id, action, level, created_at FROM commands
         WHERE output_id = $1 ORDER BY created_at DESC, id LIMIT $2 OFFSET $3",
    )
    .bind(output_id.to_string())
    .bind(query.limit)
    .bind(query.offset)
    .fetch_all(database)
    .await
}

pub async fn count_commands(database: &AnyPool, output_id: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM commands WHERE output_id = $1")
        .bind(output_id.to_string())
        .fetch_one(database)
        .await
}
