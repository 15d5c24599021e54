use serde_json::Value;
use sqlx::{AnyConnection, AnyPool};

use crate::models::Event;
use crate::timestamp::Timestamp;

/// Becomes known with the transaction that it is part of.
pub async fn tell(
    transaction: &mut AnyConnection,
    kind: &str,
    subject: &str,
    detail: &Value,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE event_counter SET last = last + 1")
        .execute(&mut *transaction)
        .await?;
    let number: i64 = sqlx::query_scalar("SELECT last FROM event_counter")
        .fetch_one(&mut *transaction)
        .await?;
    sqlx::query(
        "INSERT INTO events (id, kind, subject, detail, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(number)
    .bind(kind)
    .bind(subject)
    .bind(detail.to_string())
    .bind(Timestamp::now().to_stored())
    .execute(transaction)
    .await?;
    Ok(())
}

pub async fn list(database: &AnyPool, after: i64) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as("SELECT id, kind, subject, detail FROM events WHERE id > $1 ORDER BY id")
        .bind(after)
        .fetch_all(database)
        .await
}
