use sqlx::AnyPool;
use uuid::Uuid;

use super::to_json_text;
use crate::models::Schedule;

macro_rules! select_schedules {
    ($rest:literal) => {
        concat!(
            "SELECT id, output_id, name, time_zone, rule, level,
                    CASE WHEN is_enabled THEN 1 ELSE 0 END AS is_enabled, created_at, updated_at
             FROM schedules ",
            $rest
        )
    };
}

/// Oldest first; schedules of the same age by id.
pub async fn list(database: &AnyPool) -> sqlx::Result<Vec<Schedule>> {
    sqlx::query_as(select_schedules!("ORDER BY created_at, id"))
        .fetch_all(database)
        .await
}

pub async fn find(database: &AnyPool, id: Uuid) -> sqlx::Result<Option<Schedule>> {
    sqlx::query_as(select_schedules!("WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(database)
        .await
}

pub async fn insert(database: &AnyPool, schedule: &Schedule) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO schedules (id, output_id, name, time_zone, rule, level, is_enabled,
                                created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(schedule.id.to_string())
    .bind(schedule.output_id.to_string())
    .bind(&schedule.name)
    .bind(schedule.time_zone.name())
    .bind(to_json_text(&schedule.rule))
    .bind(schedule.level)
    .bind(schedule.is_enabled)
    .bind(schedule.created_at.to_stored())
    .bind(schedule.updated_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}

/// Writes all that may change of a schedule.
pub async fn update(database: &AnyPool, schedule: &Schedule) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE schedules
         SET output_id = $1, name = $2, time_zone = $3, rule = $4, level = $5, is_enabled = $6,
             updated_at = $7
         WHERE id = $8",
    )
    .bind(schedule.output_id.to_string())
    .bind(&schedule.name)
    .bind(schedule.time_zone.name())
    .bind(to_json_text(&schedule.rule))
    .bind(schedule.level)
    .bind(schedule.is_enabled)
    .bind(schedule.updated_at.to_stored())
    .bind(schedule.id.to_string())
    .execute(database)
    .await?;
    Ok(())
}

/// Returns whether there was such a schedule.
pub async fn delete(database: &AnyPool, id: Uuid) -> sqlx::Result<bool> {
    let result = sqlx::query("DELETE FROM schedules WHERE id = $1")
        .bind(id.to_string())
        .execute(database)
        .await?;
    Ok(result.rows_affected() > 0)
}
