//! Backups of nodes.

use fastapi_answers::{Arguments, Decimal, RequestInput, ValidationError, text, uuid};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Node, NodeStatus, Output, OutputKind, Sensor, SensorKind};
use crate::store::parse_column;
use crate::timestamp::Timestamp;

#[derive(ToSchema)]
pub struct NewBackup {
    #[schema(required = false, max_length = 64)]
    pub label: String,
}

impl Arguments for NewBackup {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let label = body.or_default("label", String::new(), text(0, 64));
        Some(Self { label: label? })
    }
}

/// The `{backup_id}` of a path.
pub struct BackupId(pub Uuid);

impl Arguments for BackupId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("backup_id", uuid).map(Self)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Backup {
    pub id: Uuid,
    pub node_id: Uuid,
    pub label: String,
    pub size_bytes: i64,
    pub sha256: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl FromRow<'_, AnyRow> for Backup {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            node_id: parse_column(row, "node_id")?,
            label: row.try_get("label")?,
            size_bytes: row.try_get("size_bytes")?,
            sha256: row.try_get("sha256")?,
            created_at: parse_column(row, "created_at")?,
        })
    }
}

/// The content of a backup: what was set up, without what happened.
#[derive(Deserialize, Serialize)]
pub struct Saved {
    pub format: i64,
    pub node: SavedNode,
    pub sensors: Vec<SavedSensor>,
    pub outputs: Vec<SavedOutput>,
}

#[derive(Deserialize, Serialize)]
pub struct SavedNode {
    pub name: String,
    pub status: NodeStatus,
    pub address: Option<String>,
    pub agent_port: i64,
    pub is_enabled: bool,
    pub config: Value,
}

#[derive(Deserialize, Serialize)]
pub struct SavedSensor {
    pub name: String,
    pub kind: SensorKind,
    pub unit: String,
    pub calibration_offset: Option<Decimal>,
    pub is_enabled: bool,
}

#[derive(Deserialize, Serialize)]
pub struct SavedOutput {
    pub name: String,
    pub kind: OutputKind,
    pub is_locked: bool,
}

impl From<Node> for SavedNode {
    fn from(node: Node) -> Self {
        Self {
            name: node.name,
            status: node.status,
            address: node.address,
            agent_port: node.agent_port,
            is_enabled: node.is_enabled,
            config: node.config,
        }
    }
}

impl From<Sensor> for SavedSensor {
    fn from(sensor: Sensor) -> Self {
        Self {
            name: sensor.name,
            kind: sensor.kind,
            unit: sensor.unit,
            calibration_offset: sensor.calibration_offset,
            is_enabled: sensor.is_enabled,
        }
    }
}

impl From<Output> for SavedOutput {
    fn from(output: Output) -> Self {
        Self {
            name: output.name,
            kind: output.kind,
            is_locked: output.is_locked,
        }
    }
}
