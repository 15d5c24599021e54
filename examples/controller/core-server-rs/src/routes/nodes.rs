use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Authenticated;
use crate::errors::ApiError;
use crate::models::{Node, NodeId, NodeInput, NodePage, NodeQuery};
use crate::store::nodes;
use crate::timestamp::Timestamp;

const NODE_NOT_FOUND: ApiError = ApiError::NotFound("Node not found");

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_nodes).post(create_node))
        .route(
            "/{node_id}",
            get(read_node).put(replace_node).delete(delete_node),
        )
}

/// Lists nodes, oldest first.
#[utoipa::path(
    get,
    path = "/api/nodes",
    tag = "nodes",
    params(NodeQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page of nodes.", body = NodePage),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 422, description = "A parameter is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_nodes(
    State(app): State<App>,
    Authenticated {
        arguments: query, ..
    }: Authenticated<NodeQuery>,
) -> Result<Json<NodePage>, ApiError> {
    Ok(Json(NodePage {
        items: nodes::list(&app.database, &query).await?,
        total: nodes::count(&app.database, query.status).await?,
        limit: query.limit,
        offset: query.offset,
    }))
}

/// Adds a node.
#[utoipa::path(
    post,
    path = "/api/nodes",
    tag = "nodes",
    request_body(
        content = NodeInput,
        example = json!({
            "name": "west-lock",
            "status": "online",
            "address": "10.0.4.20",
            "load_average": 0.25,
            "uptime_seconds": 12.5,
            "bytes_sent": 9007199254740993_i64,
            "last_seen_at": "2024-05-04T12:15:30.5+02:00",
            "config": {"region": "west", "tags": ["lock"]},
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The node.", body = Node),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_node(
    State(app): State<App>,
    Authenticated {
        arguments: input, ..
    }: Authenticated<NodeInput>,
) -> Result<(StatusCode, Json<Node>), ApiError> {
    let node = new_node(input);
    nodes::insert(&app.database, &node)
        .await
        .map_err(explain_conflict)?;
    Ok((StatusCode::CREATED, Json(node)))
}

/// One node.
#[utoipa::path(
    get,
    path = "/api/nodes/{node_id}",
    tag = "nodes",
    params((
        "node_id" = Uuid,
        Path,
        description = "The node's id.",
        example = "00000000-0000-4000-8000-0000000000a1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The node.", body = Node),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_node(
    State(app): State<App>,
    Authenticated {
        arguments: NodeId(id),
        ..
    }: Authenticated<NodeId>,
) -> Result<Json<Node>, ApiError> {
    let node = nodes::find(&app.database, id).await?;
    node.map(Json).ok_or(NODE_NOT_FOUND)
}

/// Replaces all that a client describes of a node.
#[utoipa::path(
    put,
    path = "/api/nodes/{node_id}",
    tag = "nodes",
    params((
        "node_id" = Uuid,
        Path,
        description = "The node's id.",
        example = "00000000-0000-4000-8000-0000000000a3",
    )),
    request_body(
        content = NodeInput,
        example = json!({
            "name": "港-控制器",
            "status": "maintenance",
            "address": null,
            "is_enabled": false,
            "bytes_sent": 52428801,
            "config": {"limits": {"cpu": 1.5, "swap": null}},
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The node.", body = Node),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "The id or the body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_node(
    State(app): State<App>,
    Authenticated {
        arguments: (NodeId(id), input),
        ..
    }: Authenticated<(NodeId, NodeInput)>,
) -> Result<Json<Node>, ApiError> {
    let is_found = nodes::replace(&app.database, id, input, Timestamp::now())
        .await
        .map_err(explain_conflict)?;
    if !is_found {
        return Err(NODE_NOT_FOUND);
    }
    let node = nodes::find(&app.database, id).await?;
    node.map(Json).ok_or(NODE_NOT_FOUND)
}

/// Removes a node.
#[utoipa::path(
    delete,
    path = "/api/nodes/{node_id}",
    tag = "nodes",
    params((
        "node_id" = Uuid,
        Path,
        description = "The node's id.",
        example = "00000000-0000-4000-8000-0000000000a6",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The node is removed."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_node(
    State(app): State<App>,
    Authenticated {
        arguments: NodeId(id),
        ..
    }: Authenticated<NodeId>,
) -> Result<StatusCode, ApiError> {
    if nodes::delete(&app.database, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(NODE_NOT_FOUND)
    }
}

fn new_node(input: NodeInput) -> Node {
    let created_at = Timestamp::now();
    Node {
        id: Uuid::new_v4(),
        name: input.name,
        status: input.status,
        address: input.address,
        agent_port: input.agent_port,
        is_enabled: input.is_enabled,
        load_average: input.load_average,
        uptime_seconds: input.uptime_seconds,
        bytes_sent: input.bytes_sent,
        last_seen_at: input.last_seen_at,
        config: Value::Object(input.config),
        created_at,
        updated_at: created_at,
    }
}

/// The name is the one value of a node that the database refuses.
fn explain_conflict(error: sqlx::Error) -> ApiError {
    match error.as_database_error() {
        Some(cause) if cause.is_unique_violation() => {
            ApiError::Conflict("A node with this name already exists")
        }
        _ => error.into(),
    }
}
