use std::collections::HashMap;

use serde_json::json;
use sqlx::{AnyPool, Row};

use super::{events, nodes};
use crate::models::Node;
use crate::timestamp::Timestamp;

/// By MAC, whether a machine has become a node; one that has not is forgotten.
pub async fn list(database: &AnyPool) -> sqlx::Result<HashMap<String, bool>> {
    let rows = sqlx::query("SELECT mac, node_id FROM adoptions")
        .fetch_all(database)
        .await?;
    rows.iter()
        .map(|row| {
            let node_id: Option<String> = row.try_get("node_id")?;
            Ok((row.try_get("mac")?, node_id.is_some()))
        })
        .collect()
}

/// The node, what became of the machine, and the event: all or nothing.
pub async fn adopt(database: &AnyPool, mac: &str, node: &Node) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    nodes::insert(&mut *transaction, node).await?;
    sqlx::query(
        "INSERT INTO adoptions (mac, node_id, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (mac) DO UPDATE SET node_id = $2, created_at = $3",
    )
    .bind(mac)
    .bind(node.id.to_string())
    .bind(node.created_at.to_stored())
    .execute(&mut *transaction)
    .await?;
    let detail = json!({"node_id": node.id, "name": node.name});
    events::tell(&mut transaction, "adopted", mac, &detail).await?;
    transaction.commit().await
}

pub async fn forget(database: &AnyPool, mac: &str) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    sqlx::query("INSERT INTO adoptions (mac, created_at) VALUES ($1, $2)")
        .bind(mac)
        .bind(Timestamp::now().to_stored())
        .execute(&mut *transaction)
        .await?;
    events::tell(&mut transaction, "forgotten", mac, &json!({})).await?;
    transaction.commit().await
}
