use sqlx::{AnyConnection, AnyPool, Row};
use uuid::Uuid;

use super::{sensors, to_json_text};
use crate::models::{
    Backup, Output, OutputInput, Saved, SavedNode, SavedOutput, Sensor, SensorInput, SensorQuery,
};
use crate::store::outputs;
use crate::timestamp::Timestamp;

/// Newest first; backups of one moment by id.
pub async fn list(database: &AnyPool, node_id: Uuid) -> sqlx::Result<Vec<Backup>> {
    sqlx::query_as(
        "SELECT id, node_id, label, size_bytes, sha256, created_at FROM backups
         WHERE node_id = $1 ORDER BY created_at DESC, id",
    )
    .bind(node_id.to_string())
    .fetch_all(database)
    .await
}

/// Returns the backup and its content.
pub async fn find(database: &AnyPool, id: Uuid) -> sqlx::Result<Option<(Backup, String)>> {
    let row = sqlx::query(
        "SELECT id, node_id, label, size_bytes, sha256, created_at, content FROM backups
         WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(database)
    .await?;
    row.map(|row| Ok((sqlx::FromRow::from_row(&row)?, row.try_get("content")?)))
        .transpose()
}

pub async fn insert(database: &AnyPool, backup: &Backup, content: &str) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO backups (id, node_id, label, content, size_bytes, sha256, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(backup.id.to_string())
    .bind(backup.node_id.to_string())
    .bind(&backup.label)
    .bind(content)
    .bind(backup.size_bytes)
    .bind(&backup.sha256)
    .bind(backup.created_at.to_stored())
    .execute(database)
    .await?;
    Ok(())
}

/// Sensors of a node, oldest first.
pub async fn sensors_of(database: &AnyPool, node_id: Uuid) -> sqlx::Result<Vec<Sensor>> {
    let query = SensorQuery {
        kind: Vec::new(),
        node_id: Some(node_id),
        search: String::new(),
    };
    sensors::list(database, &query).await
}

/// Sensors and outputs are found again by name; those that the backup does not have stay.
pub async fn restore(
    database: &AnyPool,
    node_id: Uuid,
    saved: Saved,
    moment: Timestamp,
) -> sqlx::Result<()> {
    let sensors_before = sensors_of(database, node_id).await?;
    let outputs_before = outputs::list(database, Some(node_id)).await?;
    let mut transaction = database.begin().await?;
    update_node(&mut transaction, node_id, &saved.node, moment).await?;
    for saved in saved.sensors {
        let before = sensors_before
            .iter()
            .find(|sensor| sensor.name == saved.name);
        let described = SensorInput {
            name: saved.name,
            kind: saved.kind,
            unit: saved.unit,
            calibration_offset: saved.calibration_offset,
            is_enabled: saved.is_enabled,
        };
        match before {
            Some(sensor) => {
                sensors::replace(&mut *transaction, sensor.id, &described, moment).await?;
            }
            None => {
                let sensor = Sensor::new(node_id, described, moment);
                sensors::insert(&mut *transaction, &sensor).await?;
            }
        }
    }
    for saved in saved.outputs {
        restore_output(&mut transaction, node_id, &outputs_before, saved, moment).await?;
    }
    transaction.commit().await
}

async fn restore_output(
    connection: &mut AnyConnection,
    node_id: Uuid,
    outputs_before: &[Output],
    saved: SavedOutput,
    moment: Timestamp,
) -> sqlx::Result<()> {
    let before = outputs_before
        .iter()
        .find(|output| output.name == saved.name);
    let described = OutputInput {
        name: saved.name,
        kind: saved.kind,
        is_locked: saved.is_locked,
    };
    let mut output = Output::new(node_id, described, moment);
    match before {
        Some(before) => {
            output.id = before.id;
            output.level = before.level;
            outputs::update(connection, &output).await
        }
        None => outputs::insert(connection, &output).await,
    }
}

async fn update_node(
    connection: &mut AnyConnection,
    id: Uuid,
    node: &SavedNode,
    moment: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE nodes
         SET name = $1, status = $2, address = $3, agent_port = $4, is_enabled = $5, config = $6,
             updated_at = $7
         WHERE id = $8",
    )
    .bind(&node.name)
    .bind(node.status.as_str())
    .bind(&node.address)
    .bind(node.agent_port)
    .bind(node.is_enabled)
    .bind(to_json_text(&node.config))
    .bind(moment.to_stored())
    .bind(id.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
