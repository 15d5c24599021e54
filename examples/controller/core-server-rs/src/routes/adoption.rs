use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use serde_json::{Map, json};

use super::nodes::name_is_taken;
use crate::app::App;
use crate::auth::{ForAdmin, ForView};
use crate::errors::ApiError;
use crate::models::{Adopt, Candidate, Mac, Node, NodeInput, NodeStatus};
use crate::routes::nodes::new_node;
use crate::store::{adoptions, nodes};

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_candidates))
        .route("/{mac}/adopt", post(adopt))
        .route("/{mac}/forget", post(forget))
}

/// Machines that are neither a node nor forgotten, seen last first.
#[utoipa::path(
    get,
    path = "/api/adoption",
    tag = "adoption",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The machines.", body = Vec<Candidate>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
    ),
)]
pub async fn list_candidates(
    State(app): State<App>,
    _: ForView<()>,
) -> Result<Json<Vec<Candidate>>, ApiError> {
    let known = adoptions::list(&app.database).await?;
    let is_new = |candidate: &&Candidate| !known.contains_key(&candidate.mac);
    Ok(Json(app.seen.iter().filter(is_new).cloned().collect()))
}

/// Makes a node of a machine; one that was forgotten may be adopted too.
#[utoipa::path(
    post,
    path = "/api/adoption/{mac}/adopt",
    tag = "adoption",
    params((
        "mac" = String,
        Path,
        description = "The machine's MAC.",
        example = "02:00:5e:10:00:01",
    )),
    request_body(
        content = Adopt,
        example = json!({"name": "buoy seven"}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The node.", body = Node),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "It was not seen.", body = ErrorDetail),
        (status = 409, description = "It is a node already, or the name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn adopt(
    State(app): State<App>,
    ForAdmin {
        arguments: (Mac(mac), described),
        ..
    }: ForAdmin<(Mac, Adopt)>,
) -> Result<(StatusCode, Json<Node>), ApiError> {
    let candidate = find_candidate(&app, &mac)?;
    require_no_node(&app, &mac).await?;
    let config = json!({"mac": mac, "model": candidate.model});
    let about = NodeInput {
        name: described.name.unwrap_or(candidate.hostname),
        status: NodeStatus::Online,
        address: candidate.address,
        last_seen_at: Some(candidate.seen_at),
        config: config.as_object().cloned().unwrap_or_else(Map::new),
        ..NodeInput::default()
    };
    let node = new_node(about, nodes::next_position(&app.database).await?);
    adoptions::adopt(&app.database, &mac, &node)
        .await
        .map_err(name_is_taken)?;
    Ok((StatusCode::CREATED, Json(node)))
}

/// Shows a machine no more; its node, if there is one, has to go first.
#[utoipa::path(
    post,
    path = "/api/adoption/{mac}/forget",
    tag = "adoption",
    params((
        "mac" = String,
        Path,
        description = "The machine's MAC.",
        example = "02:00:5e:10:00:04",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "It is forgotten."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "It was not seen.", body = ErrorDetail),
        (status = 409, description = "It is a node already.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn forget(
    State(app): State<App>,
    ForAdmin {
        arguments: Mac(mac),
        ..
    }: ForAdmin<Mac>,
) -> Result<StatusCode, ApiError> {
    find_candidate(&app, &mac)?;
    if !require_no_node(&app, &mac).await? {
        adoptions::forget(&app.database, &mac).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn find_candidate(app: &App, mac: &str) -> Result<Candidate, ApiError> {
    let candidate = app.seen.iter().find(|candidate| candidate.mac == mac);
    let not_seen = ApiError::NotFound("It was not seen on the network");
    candidate.cloned().ok_or(not_seen)
}

/// Returns whether the machine is forgotten.
async fn require_no_node(app: &App, mac: &str) -> Result<bool, ApiError> {
    match adoptions::list(&app.database).await?.get(mac) {
        Some(true) => Err(ApiError::Conflict("It is a node already")),
        known => Ok(known.is_some()),
    }
}
