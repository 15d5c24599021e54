use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, put};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::auth::{ForAdmin, ForView};
use crate::errors::ApiError;
use crate::models::{Node, NodeId, NodeInput, NodeOrder, NodePage, NodeQuery};
use crate::store::nodes;
use crate::timestamp::Timestamp;

pub const NODE_NOT_FOUND: ApiError = ApiError::NotFound("Node not found");

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_nodes).post(create_node))
        .route(
            "/{node_id}",
            get(read_node).put(replace_node).delete(delete_node),
        )
}

pub fn order_router() -> Router<App> {
    Router::new().route("/", put(reorder_nodes))
}

/// Lists nodes, as people have put them.
#[utoipa::path(
    get,
    path = "/api/nodes",
    tag = "nodes",
    params(NodeQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page of nodes.", body = NodePage),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 422, description = "A parameter is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_nodes(
    State(app): State<App>,
    ForView {
        arguments: query, ..
    }: ForView<NodeQuery>,
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
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_node(
    State(app): State<App>,
    ForAdmin {
        arguments: input, ..
    }: ForAdmin<NodeInput>,
) -> Result<(StatusCode, Json<Node>), ApiError> {
    let node = new_node(input, nodes::next_position(&app.database).await?);
    nodes::insert(&app.database, &node)
        .await
        .map_err(name_is_taken)?;
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
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_node(
    State(app): State<App>,
    ForView {
        arguments: NodeId(id),
        ..
    }: ForView<NodeId>,
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
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "The id or the body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_node(
    State(app): State<App>,
    ForAdmin {
        arguments: (NodeId(id), input),
        ..
    }: ForAdmin<(NodeId, NodeInput)>,
) -> Result<Json<Node>, ApiError> {
    let is_found = nodes::replace(&app.database, id, input, Timestamp::now())
        .await
        .map_err(name_is_taken)?;
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
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "The id is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_node(
    State(app): State<App>,
    ForAdmin {
        arguments: NodeId(id),
        ..
    }: ForAdmin<NodeId>,
) -> Result<StatusCode, ApiError> {
    if nodes::delete(&app.database, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(NODE_NOT_FOUND)
    }
}

/// Puts all nodes in the order of their ids.
#[utoipa::path(
    put,
    path = "/api/node-order",
    tag = "nodes",
    request_body(
        content = NodeOrder,
        example = json!({"node_ids": [
            "00000000-0000-4000-8000-0000000000a6",
            "00000000-0000-4000-8000-0000000000a1",
            "00000000-0000-4000-8000-0000000000a7",
            "00000000-0000-4000-8000-0000000000a2",
            "00000000-0000-4000-8000-0000000000a5",
            "00000000-0000-4000-8000-0000000000a3",
            "00000000-0000-4000-8000-0000000000a4",
        ]}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All nodes, in their new order.", body = Vec<Node>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 409, description = "A node is missing or unknown.", body = ErrorDetail),
        (status = 422, description = "The body is not valid.", body = ValidationErrors),
    ),
)]
pub async fn reorder_nodes(
    State(app): State<App>,
    ForAdmin {
        arguments: order, ..
    }: ForAdmin<NodeOrder>,
) -> Result<Json<Vec<Node>>, ApiError> {
    let refused = ApiError::Conflict("These are not the nodes that there are");
    let nodes = nodes::list_all(&app.database).await?;
    let count = nodes.len();
    let mut nodes_by_id: HashMap<_, _> = nodes.into_iter().map(|node| (node.id, node)).collect();
    let mut ordered = Vec::with_capacity(count);
    for (position, id) in (1..).zip(order.node_ids) {
        match nodes_by_id.remove(&id) {
            Some(node) => ordered.push(Node { position, ..node }),
            None => return Err(refused),
        }
    }
    if ordered.len() < count {
        return Err(refused);
    }
    nodes::reorder(&app.database, &ordered).await?;
    Ok(Json(ordered))
}

pub fn new_node(input: NodeInput, position: i64) -> Node {
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
        position,
        created_at,
        updated_at: created_at,
    }
}

/// The name is the one value of a node that the database refuses.
pub fn name_is_taken(error: sqlx::Error) -> ApiError {
    ApiError::conflict(error, "A node with this name already exists")
}
