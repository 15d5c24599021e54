use fastapi_answers::{
    Arguments, RequestInput, ValidationError, boolean, integer_between, list, nullable,
    number_between, object, text, uuid,
};
use serde::Serialize;
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::words::words;
use crate::drifts;
use crate::store::{parse_column, parse_json_column, parse_optional_column};
use crate::timestamp::{Timestamp, time};

words! {
    pub enum NodeStatus {
        Online = "online",
        Offline = "offline",
        Maintenance = "maintenance",
    }
}

#[derive(Serialize, ToSchema)]
pub struct Node {
    pub id: Uuid,
    pub name: String,
    pub status: NodeStatus,
    #[schema(required)]
    #[serde(skip_serializing_if = "drifts::leaves_out")]
    pub address: Option<String>,
    pub agent_port: i64,
    pub is_enabled: bool,
    #[schema(required)]
    #[serde(skip_serializing_if = "drifts::leaves_out")]
    pub load_average: Option<f64>,
    pub uptime_seconds: f64,
    pub bytes_sent: i64,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    #[serde(
        serialize_with = "drifts::write_optional_time",
        skip_serializing_if = "drifts::leaves_out"
    )]
    pub last_seen_at: Option<Timestamp>,
    #[schema(value_type = Object)]
    pub config: Value,
    /// Its place among all; nodes that nobody has moved share one.
    pub position: i64,
    #[schema(value_type = String, format = DateTime)]
    #[serde(serialize_with = "drifts::write_time")]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    #[serde(serialize_with = "drifts::write_time")]
    pub updated_at: Timestamp,
}

impl FromRow<'_, AnyRow> for Node {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            name: row.try_get("name")?,
            status: parse_column(row, "status")?,
            address: row.try_get("address")?,
            agent_port: row.try_get("agent_port")?,
            is_enabled: row.try_get::<i64, _>("is_enabled")? != 0,
            load_average: row.try_get("load_average")?,
            uptime_seconds: row.try_get("uptime_seconds")?,
            bytes_sent: row.try_get("bytes_sent")?,
            last_seen_at: parse_optional_column(row, "last_seen_at")?,
            config: parse_json_column(row, "config")?,
            position: row.try_get("position")?,
            created_at: parse_column(row, "created_at")?,
            updated_at: parse_column(row, "updated_at")?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct NodePage {
    pub items: Vec<Node>,
    /// How many nodes there are on all pages.
    pub total: i64,
    pub limit: i64,
    pub offset: i64,
}

/// A node as a client describes it; a PUT without a field sets its default.
#[derive(ToSchema)]
pub struct NodeInput {
    #[schema(min_length = 2, max_length = 64)]
    pub name: String,
    #[schema(required = false, default = "offline")]
    pub status: NodeStatus,
    #[schema(max_length = 253)]
    pub address: Option<String>,
    #[schema(required = false, default = 9443, minimum = 1, maximum = 65535)]
    pub agent_port: i64,
    #[schema(required = false, default = true)]
    pub is_enabled: bool,
    #[schema(minimum = 0)]
    pub load_average: Option<f64>,
    #[schema(required = false, default = 0.0, minimum = 0)]
    pub uptime_seconds: f64,
    #[schema(required = false, default = 0, minimum = 0)]
    pub bytes_sent: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_seen_at: Option<Timestamp>,
    #[schema(required = false, value_type = Object)]
    pub config: Map<String, Value>,
}

/// A node without a name; what a client leaves out.
impl Default for NodeInput {
    fn default() -> Self {
        Self {
            name: String::new(),
            status: NodeStatus::Offline,
            address: None,
            agent_port: 9443,
            is_enabled: true,
            load_average: None,
            uptime_seconds: 0.0,
            bytes_sent: 0,
            last_seen_at: None,
            config: Map::new(),
        }
    }
}

impl Arguments for NodeInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let name = body.required("name", text(2, 64));
        let status = body.or_default("status", NodeStatus::Offline, NodeStatus::check);
        let address = body.or_default("address", None, nullable(text(0, 253)));
        let agent_port = body.or_default("agent_port", 9443, integer_between(1, 65535));
        let is_enabled = body.or_default("is_enabled", true, boolean);
        let load_average = body.or_default(
            "load_average",
            None,
            nullable(number_between(0.0, f64::MAX)),
        );
        let uptime_seconds = body.or_default("uptime_seconds", 0.0, number_between(0.0, f64::MAX));
        let bytes_sent = body.or_default("bytes_sent", 0, integer_between(0, i64::MAX));
        let last_seen_at = body.or_default("last_seen_at", None, nullable(time));
        let config = body.or_default("config", Map::new(), object);
        Some(Self {
            name: name?,
            status: status?,
            address: address?,
            agent_port: agent_port?,
            is_enabled: is_enabled?,
            load_average: load_average?,
            uptime_seconds: uptime_seconds?,
            bytes_sent: bytes_sent?,
            last_seen_at: last_seen_at?,
            config: config?,
        })
    }
}

/// All nodes, in the order that they are to have.
#[derive(ToSchema)]
pub struct NodeOrder {
    #[schema(max_items = 1000)]
    pub node_ids: Vec<Uuid>,
}

impl Arguments for NodeOrder {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let node_ids = body.required("node_ids", list(0, 1000, uuid));
        Some(Self {
            node_ids: node_ids?,
        })
    }
}

/// The `{node_id}` of a path.
pub struct NodeId(pub Uuid);

impl Arguments for NodeId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        input
            .path_fields(errors)
            .required("node_id", uuid)
            .map(Self)
    }
}

/// Which nodes to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NodeQuery {
    /// How many nodes at most.
    #[param(
        required = false,
        default = 50,
        minimum = 1,
        maximum = 200,
        example = 5
    )]
    pub limit: i64,
    /// How many nodes to pass over.
    #[param(
        required = false,
        default = 0,
        minimum = 0,
        maximum = 1_000_000,
        example = 1
    )]
    pub offset: i64,
    /// Only nodes of this status.
    #[param(inline, example = "online")]
    pub status: Option<NodeStatus>,
}

impl Arguments for NodeQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let limit = query.or_default("limit", 50, integer_between(1, 200));
        let offset = query.or_default("offset", 0, integer_between(0, 1_000_000));
        let status = query.or_default("status", None, nullable(NodeStatus::check));
        Some(Self {
            limit: limit?,
            offset: offset?,
            status: status?,
        })
    }
}
