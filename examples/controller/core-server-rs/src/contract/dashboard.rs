//! `GET /api/dashboard/state`, which still only Python answers.
//!
//! The contract comes first: the operation and its schemas stand here so that the contract is
//! whole. No route leads here. Whoever ports the endpoint moves the attribute to the handler in
//! `routes/dashboard.rs`, the schemas to `models`, and deletes this file.

use fastapi_answers::ErrorDetail;
use utoipa::ToSchema;
use uuid::Uuid;

/// What the dashboard's first page shows.
#[utoipa::path(
    get,
    path = "/api/dashboard/state",
    tag = "dashboard",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The state of all nodes.", body = DashboardState),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
    ),
)]
#[expect(
    dead_code,
    reason = "declares an operation of the contract, handles nothing"
)]
fn dashboard_state() {}

#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema of the contract")]
struct DashboardState {
    nodes: NodeCounts,
    /// The node that was heard of last.
    #[schema(required)]
    last_seen: Option<LastSeenNode>,
    /// Names of nodes that never reported, oldest first.
    never_seen: Vec<String>,
    uptime: UptimeTotals,
    /// A sum without a limit: it may exceed what 64 bits hold.
    #[schema(value_type = usize)]
    bytes_sent_total: u128,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema of the contract")]
struct NodeCounts {
    total: i64,
    enabled: i64,
    by_status: StatusCounts,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema of the contract")]
struct StatusCounts {
    online: i64,
    offline: i64,
    maintenance: i64,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema of the contract")]
struct LastSeenNode {
    id: Uuid,
    name: String,
    #[schema(format = DateTime)]
    at: String,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema of the contract")]
struct UptimeTotals {
    total_seconds: f64,
    #[schema(required)]
    average_seconds: Option<f64>,
    #[schema(required)]
    longest_seconds: Option<f64>,
}
