use sqlx::AnyPool;
use uuid::Uuid;

use crate::models::{NewReading, Reading};
use crate::timestamp::Timestamp;

/// All of them or none; of one moment the first that was told stays. Returns how many are new.
pub async fn insert(database: &AnyPool, readings: &[NewReading]) -> sqlx::Result<usize> {
    let mut transaction = database.begin().await?;
    let mut accepted = 0;
    for reading in readings {
        let result = sqlx::query(
            "INSERT INTO readings (sensor_id, at, value) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
        )
        .bind(reading.sensor_id.to_string())
        .bind(reading.at.to_stored())
        .bind(reading.value)
        .execute(&mut *transaction)
        .await?;
        accepted += result.rows_affected() as usize;
    }
    transaction.commit().await?;
    Ok(accepted)
}

/// Oldest first, from `start` up to and without `end`.
pub async fn list(
    database: &AnyPool,
    sensor_id: Uuid,
    start: Timestamp,
    end: Timestamp,
    limit: i64,
) -> sqlx::Result<Vec<Reading>> {
    sqlx::query_as(
        "SELECT at, value FROM readings WHERE sensor_id = $1 AND at >= $2 AND at < $3
         ORDER BY at LIMIT $4",
    )
    .bind(sensor_id.to_string())
    .bind(start.to_stored())
    .bind(end.to_stored())
    .bind(limit)
    .fetch_all(database)
    .await
}
