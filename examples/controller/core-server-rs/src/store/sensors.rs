use sqlx::AnyPool;
use uuid::Uuid;

use super::AnyExecutor;
use crate::models::{Sensor, SensorInput, SensorQuery};
use crate::timestamp::Timestamp;

macro_rules! select_sensors {
    ($rest:literal) => {
        concat!(
            "SELECT id, node_id, name, kind, unit, calibration_offset,
                    CASE WHEN is_enabled THEN 1 ELSE 0 END AS is_enabled, created_at, updated_at
             FROM sensors ",
            $rest
        )
    };
}

/// Oldest first; sensors of the same age by id.
pub async fn list(database: &AnyPool, query: &SensorQuery) -> sqlx::Result<Vec<Sensor>> {
    let sensors: Vec<Sensor> = sqlx::query_as(select_sensors!(
        "WHERE (CAST($1 AS TEXT) IS NULL OR node_id = $1)
           AND LOWER(name) LIKE '%' || LOWER($2) || '%' ESCAPE '/'
         ORDER BY created_at, id"
    ))
    .bind(query.node_id.map(|id| id.to_string()))
    .bind(escape_pattern(&query.search))
    .fetch_all(database)
    .await?;
    let is_wanted = |sensor: &Sensor| query.kind.is_empty() || query.kind.contains(&sensor.kind);
    Ok(sensors.into_iter().filter(is_wanted).collect())
}

/// `100%` → `100/%`
fn escape_pattern(text: &str) -> String {
    text.replace('/', "//")
        .replace('%', "/%")
        .replace('_', "/_")
}

pub async fn find(database: &AnyPool, id: Uuid) -> sqlx::Result<Option<Sensor>> {
    sqlx::query_as(select_sensors!("WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(database)
        .await
}

pub async fn insert(database: impl AnyExecutor<'_>, sensor: &Sensor) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO sensors (id, node_id, name, kind, unit, calibration_offset, is_enabled,
                              created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(sensor.id.to_string())
    .bind(sensor.node_id.to_string())
    .bind(&sensor.name)
    .bind(sensor.kind.as_str())
    .bind(&sensor.unit)
    .bind(sensor.calibration_offset.as_ref().map(ToString::to_string))
    .bind(sensor.is_enabled)
    .bind(sensor.created_at.to_stored())
    .bind(sensor.updated_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}

/// Returns whether there was such a sensor.
pub async fn replace(
    database: impl AnyExecutor<'_>,
    id: Uuid,
    sensor: &SensorInput,
    updated_at: Timestamp,
) -> sqlx::Result<bool> {
    let result = sqlx::query(
        "UPDATE sensors
         SET name = $1, kind = $2, unit = $3, calibration_offset = $4, is_enabled = $5,
             updated_at = $6
         WHERE id = $7",
    )
    .bind(&sensor.name)
    .bind(sensor.kind.as_str())
    .bind(&sensor.unit)
    .bind(sensor.calibration_offset.as_ref().map(ToString::to_string))
    .bind(sensor.is_enabled)
    .bind(updated_at.to_stored())
    .bind(id.to_string())
    .execute(database)
    .await?;
    Ok(result.rows_affected() > 0)
}

/// With its readings; returns whether there was such a sensor.
pub async fn delete(database: &AnyPool, id: Uuid) -> sqlx::Result<bool> {
    let result = sqlx::query("DELETE FROM sensors WHERE id = $1")
        .bind(id.to_string())
        .execute(database)
        .await?;
    Ok(result.rows_affected() > 0)
}
