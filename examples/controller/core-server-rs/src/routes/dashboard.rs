use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use fastapi_answers::ErrorDetail;

use crate::app::App;
use crate::auth::ForView;
use crate::errors::ApiError;
use crate::models::DashboardState;
use crate::store::dashboard;

pub fn router() -> Router<App> {
    Router::new().route("/dashboard/state", get(read_dashboard_state))
}

/// What the dashboard's first page shows.
#[utoipa::path(
    get,
    path = "/api/dashboard/state",
    tag = "dashboard",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The state of all nodes.", body = DashboardState),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
    ),
)]
pub async fn read_dashboard_state(
    State(app): State<App>,
    _: ForView<()>,
) -> Result<Json<DashboardState>, ApiError> {
    let database = &app.database;
    Ok(Json(DashboardState {
        nodes: dashboard::count_nodes(database).await?,
        last_seen: dashboard::find_last_seen_node(database).await?,
        never_seen: dashboard::list_never_seen_names(database).await?,
        uptime: dashboard::sum_uptime(database).await?,
        bytes_sent_total: dashboard::sum_bytes_sent(database).await?,
        sensors: dashboard::count_sensors(database).await?,
        outputs: dashboard::count_outputs(database).await?,
    }))
}
