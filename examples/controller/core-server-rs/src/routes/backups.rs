use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors, detail, json};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::nodes::{NODE_NOT_FOUND, name_is_taken};
use crate::app::App;
use crate::auth::{ForAdmin, ForView};
use crate::errors::ApiError;
use crate::models::{Backup, BackupId, NewBackup, Node, NodeId, Saved};
use crate::ranges::{Asked, read_range};
use crate::store::{backups, nodes, outputs, to_json_text};
use crate::timestamp::Timestamp;

const BACKUP_NOT_FOUND: ApiError = ApiError::NotFound("Backup not found");
const FORMAT: i64 = 1;

/// What a name in a header is escaped by, as by Python's `quote`.
const QUOTED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b'~');

pub fn router() -> Router<App> {
    Router::new()
        .route(
            "/nodes/{node_id}/backups",
            get(list_backups).post(create_backup),
        )
        .route("/backups/{backup_id}/content", get(download_backup))
        .route("/backups/{backup_id}/restore", post(restore_backup))
}

/// Backups of a node, newest first.
#[utoipa::path(
    get,
    path = "/api/nodes/{node_id}/backups",
    tag = "backups",
    params((
        "node_id" = Uuid,
        Path,
        description = "The node's id.",
        example = "00000000-0000-4000-8000-0000000000a1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The backups.", body = Vec<Backup>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_backups(
    State(app): State<App>,
    ForView {
        arguments: NodeId(id),
        ..
    }: ForView<NodeId>,
) -> Result<Json<Vec<Backup>>, ApiError> {
    find_node(&app, id).await?;
    Ok(Json(backups::list(&app.database, id).await?))
}

/// Makes a backup of a node.
#[utoipa::path(
    post,
    path = "/api/nodes/{node_id}/backups",
    tag = "backups",
    params((
        "node_id" = Uuid,
        Path,
        description = "The node's id.",
        example = "00000000-0000-4000-8000-0000000000a1",
    )),
    request_body(
        content = NewBackup,
        example = json!({"label": "before the flood"}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The backup.", body = Backup),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_backup(
    State(app): State<App>,
    ForAdmin {
        arguments: (NodeId(id), described),
        ..
    }: ForAdmin<(NodeId, NewBackup)>,
) -> Result<(StatusCode, Json<Backup>), ApiError> {
    let node = find_node(&app, id).await?;
    let content = save(&app, node).await?;
    let backup = Backup {
        id: Uuid::new_v4(),
        node_id: id,
        label: described.label,
        size_bytes: content.len() as i64,
        sha256: format!("{:x}", Sha256::digest(&content)),
        created_at: Timestamp::now(),
    };
    backups::insert(&app.database, &backup, &content).await?;
    Ok((StatusCode::CREATED, Json(backup)))
}

/// All of a backup, or the one part that `Range` asks for.
#[utoipa::path(
    get,
    path = "/api/backups/{backup_id}/content",
    tag = "backups",
    params(
        (
            "backup_id" = Uuid,
            Path,
            description = "The backup's id.",
            example = "00000000-0000-4000-8000-0000000000ba",
        ),
        (
            "Range" = Option<String>,
            Header,
            description = "The part that is asked for, as in `bytes=0-99`.",
        ),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of it.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "A part of it.", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such backup.", body = ErrorDetail),
        (status = 416, description = "It has no such part.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn download_backup(
    State(app): State<App>,
    headers: HeaderMap,
    ForAdmin {
        arguments: BackupId(id),
        ..
    }: ForAdmin<BackupId>,
) -> Result<Response, ApiError> {
    let (backup, content) = find_backup(&app, id).await?;
    let node = find_node(&app, backup.node_id).await?;
    let size = content.len();
    let content = Bytes::from(content);
    let range = headers.get(header::RANGE);
    let (status, part) = match read_range(range.and_then(|range| range.to_str().ok()), size) {
        Asked::All => (StatusCode::OK, 0..size),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Asked::Nothing => return Ok(no_such_part(size)),
    };
    let name = utf8_percent_encode(&node.name, QUOTED);
    let about = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}.json"),
        ),
        (header::ETAG, format!("\"{}\"", backup.sha256)),
    ];
    let content_range = format!("bytes {}-{}/{size}", part.start, part.end.max(1) - 1);
    let mut response = (status, about, content.slice(part)).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let value = content_range.parse().map_err(ApiError::internal)?;
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    Ok(response)
}

/// Makes a node what it was; sensors and outputs that the backup does not have stay.
#[utoipa::path(
    post,
    path = "/api/backups/{backup_id}/restore",
    tag = "backups",
    params((
        "backup_id" = Uuid,
        Path,
        description = "The backup's id.",
        example = "00000000-0000-4000-8000-0000000000ba",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The node.", body = Node),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such backup.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn restore_backup(
    State(app): State<App>,
    ForAdmin {
        arguments: BackupId(id),
        ..
    }: ForAdmin<BackupId>,
) -> Result<Json<Node>, ApiError> {
    let (backup, content) = find_backup(&app, id).await?;
    let saved = json::parse(&content).and_then(serde_json::from_value);
    let saved = saved.map_err(ApiError::internal)?;
    backups::restore(&app.database, backup.node_id, saved, Timestamp::now())
        .await
        .map_err(name_is_taken)?;
    Ok(Json(find_node(&app, backup.node_id).await?))
}

/// Compact JSON; sensors and outputs oldest first.
async fn save(app: &App, node: Node) -> Result<String, ApiError> {
    let sensors = backups::sensors_of(&app.database, node.id).await?;
    let outputs = outputs::list(&app.database, Some(node.id)).await?;
    Ok(to_json_text(&Saved {
        format: FORMAT,
        node: node.into(),
        sensors: sensors.into_iter().map(Into::into).collect(),
        outputs: outputs.into_iter().map(Into::into).collect(),
    }))
}

fn no_such_part(size: usize) -> Response {
    let refusal = detail(
        StatusCode::RANGE_NOT_SATISFIABLE,
        "The backup has no such bytes",
    );
    let content_range = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
    (content_range, refusal).into_response()
}

async fn find_backup(app: &App, id: Uuid) -> Result<(Backup, String), ApiError> {
    let backup = backups::find(&app.database, id).await?;
    backup.ok_or(BACKUP_NOT_FOUND)
}

async fn find_node(app: &App, id: Uuid) -> Result<Node, ApiError> {
    let node = nodes::find(&app.database, id).await?;
    node.ok_or(NODE_NOT_FOUND)
}
