use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

pub fn router() -> Router<App> {
    Router::new().route("/healthz", get(read_health))
}

#[derive(Serialize, ToSchema)]
pub struct Health {
    status: &'static str,
}

/// Tells that the server answers.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "health",
    responses((status = 200, description = "The server answers.", body = Health)),
)]
pub async fn read_health() -> Json<Health> {
    Json(Health { status: "ok" })
}
