use serde_json::Value;
use sqlx::AnyPool;
use uuid::Uuid;

use super::AnyExecutor;
use crate::models::{Node, NodeInput, NodeQuery, NodeStatus};
use crate::timestamp::Timestamp;

// `Any` cannot describe a BOOLEAN column of SQLite, so the query makes an integer of it.
macro_rules! select_nodes {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, status, address, agent_port,
                    CASE WHEN is_enabled THEN 1 ELSE 0 END AS is_enabled,
                    load_average, uptime_seconds, bytes_sent, last_seen_at, config,
                    position, created_at, updated_at
             FROM nodes ",
            $rest
        )
    };
}

// `Any` tells PostgreSQL another type of a null load average than of a number, so that a statement
// that is kept from the one does not take the other.
const IS_KEPT: bool = false;

/// As people have put them; those that nobody has moved oldest first, of the same age by id.
pub async fn list(database: &AnyPool, query: &NodeQuery) -> sqlx::Result<Vec<Node>> {
    sqlx::query_as(select_nodes!(
        "WHERE CAST($1 AS TEXT) IS NULL OR status = $1
         ORDER BY position, created_at, id LIMIT $2 OFFSET $3"
    ))
    .bind(query.status.map(NodeStatus::as_str))
    .bind(query.limit)
    .bind(query.offset)
    .fetch_all(database)
    .await
}

pub async fn count(database: &AnyPool, status: Option<NodeStatus>) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM nodes WHERE CAST($1 AS TEXT) IS NULL OR status = $1")
        .bind(status.map(NodeStatus::as_str))
        .fetch_one(database)
        .await
}

pub async fn find(database: &AnyPool, id: Uuid) -> sqlx::Result<Option<Node>> {
    sqlx::query_as(select_nodes!("WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(database)
        .await
}

pub async fn insert(database: impl AnyExecutor<'_>, node: &Node) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO nodes (id, name, status, address, agent_port, is_enabled, load_average,
                            uptime_seconds, bytes_sent, last_seen_at, config,
                            created_at, updated_at, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .persistent(IS_KEPT)
    .bind(node.id.to_string())
    .bind(&node.name)
    .bind(node.status.as_str())
    .bind(&node.address)
    .bind(node.agent_port)
    .bind(node.is_enabled)
    .bind(node.load_average)
    .bind(node.uptime_seconds)
    .bind(node.bytes_sent)
    .bind(node.last_seen_at.map(Timestamp::to_stored))
    .bind(node.config.to_string())
    .bind(node.created_at.to_stored())
    .bind(node.updated_at.to_stored())
    .bind(node.position)
    .execute(database)
    .await?;
    Ok(())
}

pub async fn next_position(database: &AnyPool) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COALESCE(MAX(position), 0) + 1 FROM nodes")
        .fetch_one(database)
        .await
}

/// All nodes, in no order.
pub async fn list_all(database: &AnyPool) -> sqlx::Result<Vec<Node>> {
    sqlx::query_as(select_nodes!("")).fetch_all(database).await
}

pub async fn reorder(database: &AnyPool, nodes: &[Node]) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    for node in nodes {
        sqlx::query("UPDATE nodes SET position = $1 WHERE id = $2")
            .bind(node.position)
            .bind(node.id.to_string())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

/// Returns whether there was such a node.
pub async fn replace(
    database: &AnyPool,
    id: Uuid,
    node: NodeInput,
    updated_at: Timestamp,
) -> sqlx::Result<bool> {
    let result = sqlx::query(
        "UPDATE nodes
         SET name = $1, status = $2, address = $3, agent_port = $4, is_enabled = $5,
             load_average = $6, uptime_seconds = $7, bytes_sent = $8, last_seen_at = $9,
             config = $10, updated_at = $11
         WHERE id = $12",
    )
    .persistent(IS_KEPT)
    .bind(node.name)
    .bind(node.status.as_str())
    .bind(node.address)
    .bind(node.agent_port)
    .bind(node.is_enabled)
    .bind(node.load_average)
    .bind(node.uptime_seconds)
    .bind(node.bytes_sent)
    .bind(node.last_seen_at.map(Timestamp::to_stored))
    .bind(Value::Object(node.config).to_string())
    .bind(updated_at.to_stored())
    .bind(id.to_string())
    .execute(database)
    .await?;
    Ok(result.rows_affected() > 0)
}

/// Returns whether there was such a node.
pub async fn delete(database: &AnyPool, id: Uuid) -> sqlx::Result<bool> {
    let result = sqlx::query("DELETE FROM nodes WHERE id = $1")
        .bind(id.to_string())
        .execute(database)
        .await?;
    Ok(result.rows_affected() > 0)
}
