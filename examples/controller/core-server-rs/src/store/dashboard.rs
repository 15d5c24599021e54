use sqlx::{AnyPool, Row};

use super::parse_column;
use crate::models::{
    LastSeenNode, NodeCounts, NodeStatus, OutputCounts, StatusCounts, UptimeTotals,
};

pub async fn count_nodes(database: &AnyPool) -> sqlx::Result<NodeCounts> {
    let rows = sqlx::query("SELECT status, count(*) AS nodes FROM nodes GROUP BY status")
        .fetch_all(database)
        .await?;
    let mut by_status = StatusCounts::default();
    for row in rows {
        let count = row.try_get("nodes")?;
        match parse_column(&row, "status")? {
            NodeStatus::Online => by_status.online = count,
            NodeStatus::Offline => by_status.offline = count,
            NodeStatus::Maintenance => by_status.maintenance = count,
        }
    }
    let enabled = sqlx::query_scalar("SELECT count(*) FROM nodes WHERE is_enabled")
        .fetch_one(database)
        .await?;
    Ok(NodeCounts {
        total: by_status.online + by_status.offline + by_status.maintenance,
        enabled,
        by_status,
    })
}

pub async fn find_last_seen_node(database: &AnyPool) -> sqlx::Result<Option<LastSeenNode>> {
    let row = sqlx::query(
        "SELECT id, name, last_seen_at FROM nodes WHERE last_seen_at IS NOT NULL
         ORDER BY last_seen_at DESC, id LIMIT 1",
    )
    .fetch_optional(database)
    .await?;
    row.map(|row| {
        Ok(LastSeenNode {
            id: parse_column(&row, "id")?,
            name: row.try_get("name")?,
            at: parse_column(&row, "last_seen_at")?,
        })
    })
    .transpose()
}

pub async fn list_never_seen_names(database: &AnyPool) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT name FROM nodes WHERE last_seen_at IS NULL ORDER BY created_at, id")
        .fetch_all(database)
        .await
}

/// Not in SQL: two full counters together are more than its sum can hold.
pub async fn sum_bytes_sent(database: &AnyPool) -> sqlx::Result<u128> {
    let counters: Vec<i64> = sqlx::query_scalar("SELECT bytes_sent FROM nodes")
        .fetch_all(database)
        .await?;
    Ok(counters
        .into_iter()
        .map(i64::unsigned_abs)
        .map(u128::from)
        .sum())
}

pub async fn sum_uptime(database: &AnyPool) -> sqlx::Result<UptimeTotals> {
    let row = sqlx::query(
        "SELECT COALESCE(SUM(uptime_seconds), 0.0) AS total, AVG(uptime_seconds) AS average,
                MAX(uptime_seconds) AS longest FROM nodes",
    )
    .fetch_one(database)
    .await?;
    Ok(UptimeTotals {
        total_seconds: row.try_get("total")?,
        average_seconds: row.try_get("average")?,
        longest_seconds: row.try_get("longest")?,
    })
}

pub async fn count_sensors(database: &AnyPool) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM sensors")
        .fetch_one(database)
        .await
}

pub async fn count_outputs(database: &AnyPool) -> sqlx::Result<OutputCounts> {
    let row = sqlx::query(
        "SELECT count(*) AS total, count(CASE WHEN level > 0 THEN 1 END) AS switched_on,
                count(CASE WHEN is_locked THEN 1 END) AS locked FROM outputs",
    )
    .fetch_one(database)
    .await?;
    Ok(OutputCounts {
        total: row.try_get("total")?,
        on: row.try_get("switched_on")?,
        locked: row.try_get("locked")?,
    })
}
