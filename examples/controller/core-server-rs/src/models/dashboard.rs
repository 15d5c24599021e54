//! What the dashboard's first page shows.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::timestamp::Timestamp;

#[derive(Serialize, ToSchema)]
pub struct DashboardState {
    pub nodes: NodeCounts,
    /// The node that was heard of last.
    #[schema(required)]
    pub last_seen: Option<LastSeenNode>,
    /// Names of nodes that never reported, oldest first.
    pub never_seen: Vec<String>,
    pub uptime: UptimeTotals,
    /// A sum without a limit: it may exceed what 64 bits hold.
    #[schema(value_type = usize)]
    pub bytes_sent_total: u128,
    pub sensors: i64,
    pub outputs: OutputCounts,
}

#[derive(Serialize, ToSchema)]
pub struct NodeCounts {
    pub total: i64,
    pub enabled: i64,
    pub by_status: StatusCounts,
}

#[derive(Default, Serialize, ToSchema)]
pub struct StatusCounts {
    pub online: i64,
    pub offline: i64,
    pub maintenance: i64,
}

#[derive(Serialize, ToSchema)]
pub struct OutputCounts {
    pub total: i64,
    pub on: i64,
    pub locked: i64,
}

#[derive(Serialize, ToSchema)]
pub struct LastSeenNode {
    pub id: Uuid,
    pub name: String,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

#[derive(Serialize, ToSchema)]
pub struct UptimeTotals {
    pub total_seconds: f64,
    #[schema(required)]
    pub average_seconds: Option<f64>,
    #[schema(required)]
    pub longest_seconds: Option<f64>,
}
