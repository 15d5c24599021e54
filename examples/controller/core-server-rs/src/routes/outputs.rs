use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use uuid::Uuid;

use super::nodes::NODE_NOT_FOUND;
use crate::app::App;
use crate::auth::{ForAdmin, ForControl, ForView};
use crate::errors::ApiError;
use crate::models::{
    Action, Command, CommandInput, CommandPage, CommandQuery, NewOutput, Output, OutputId,
    OutputInput, OutputKind, OutputQuery,
};
use crate::store::{nodes, outputs};
use crate::timestamp::Timestamp;

pub const OUTPUT_NOT_FOUND: ApiError = ApiError::NotFound("Output not found");

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_outputs).post(create_output))
        .route(
            "/{output_id}",
            get(read_output).put(replace_output).delete(delete_output),
        )
        .route(
            "/{output_id}/commands",
            post(command_output).get(list_commands),
        )
}

/// Lists outputs, oldest first.
#[utoipa::path(
    get,
    path = "/api/outputs",
    tag = "outputs",
    params(OutputQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The outputs.", body = Vec<Output>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_outputs(
    State(app): State<App>,
    ForView {
        arguments: query, ..
    }: ForView<OutputQuery>,
) -> Result<Json<Vec<Output>>, ApiError> {
    Ok(Json(outputs::list(&app.database, query.node_id).await?))
}

/// Adds an output to a node; it begins switched off.
#[utoipa::path(
    post,
    path = "/api/outputs",
    tag = "outputs",
    request_body(
        content = NewOutput,
        example = json!({
            "node_id": "00000000-0000-4000-8000-0000000000a1",
            "name": "fog horn",
            "kind": "relay",
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The output.", body = Output),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_output(
    State(app): State<App>,
    ForAdmin {
        arguments: described,
        ..
    }: ForAdmin<NewOutput>,
) -> Result<(StatusCode, Json<Output>), ApiError> {
    let node = nodes::find(&app.database, described.node_id).await?;
    let node = node.ok_or(NODE_NOT_FOUND)?;
    let NewOutput {
        name,
        kind,
        is_locked,
        ..
    } = described;
    let described = OutputInput {
        name,
        kind,
        is_locked,
    };
    let output = Output::new(node.id, described, Timestamp::now());
    outputs::insert(&app.database, &output)
        .await
        .map_err(name_is_taken)?;
    Ok((StatusCode::CREATED, Json(output)))
}

/// One output.
#[utoipa::path(
    get,
    path = "/api/outputs/{output_id}",
    tag = "outputs",
    params((
        "output_id" = Uuid,
        Path,
        description = "The output's id.",
        example = "00000000-0000-4000-8000-0000000000d1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The output.", body = Output),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_output(
    State(app): State<App>,
    ForView {
        arguments: OutputId(id),
        ..
    }: ForView<OutputId>,
) -> Result<Json<Output>, ApiError> {
    Ok(Json(find_output(&app, id).await?))
}

/// Replaces all that a client describes of an output.
#[utoipa::path(
    put,
    path = "/api/outputs/{output_id}",
    tag = "outputs",
    params((
        "output_id" = Uuid,
        Path,
        description = "The output's id.",
        example = "00000000-0000-4000-8000-0000000000d1",
    )),
    request_body(
        content = OutputInput,
        example = json!({"name": "lamp", "kind": "dimmer", "is_locked": true}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The output.", body = Output),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_output(
    State(app): State<App>,
    ForAdmin {
        arguments: (OutputId(id), described),
        ..
    }: ForAdmin<(OutputId, OutputInput)>,
) -> Result<Json<Output>, ApiError> {
    let mut output = find_output(&app, id).await?;
    output.name = described.name;
    output.kind = described.kind;
    output.is_locked = described.is_locked;
    if output.kind == OutputKind::Relay && output.level > 0 {
        output.level = 100;
    }
    output.updated_at = Timestamp::now();
    outputs::update(&app.database, &output)
        .await
        .map_err(name_is_taken)?;
    Ok(Json(output))
}

/// Removes an output.
#[utoipa::path(
    delete,
    path = "/api/outputs/{output_id}",
    tag = "outputs",
    params((
        "output_id" = Uuid,
        Path,
        description = "The output's id.",
        example = "00000000-0000-4000-8000-0000000000d3",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The output is removed, with its commands."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_output(
    State(app): State<App>,
    ForAdmin {
        arguments: OutputId(id),
        ..
    }: ForAdmin<OutputId>,
) -> Result<StatusCode, ApiError> {
    if outputs::delete(&app.database, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(OUTPUT_NOT_FOUND)
    }
}

/// Tells an output what to do.
#[utoipa::path(
    post,
    path = "/api/outputs/{output_id}/commands",
    tag = "outputs",
    params((
        "output_id" = Uuid,
        Path,
        description = "The output's id.",
        example = "00000000-0000-4000-8000-0000000000d1",
    )),
    request_body(
        content = CommandInput,
        example = json!({"command": {"action": "toggle"}}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The command.", body = Command),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 409, description = "The output cannot do that.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn command_output(
    State(app): State<App>,
    ForControl {
        guard,
        arguments: (OutputId(id), CommandInput { command: action }),
    }: ForControl<(OutputId, CommandInput)>,
) -> Result<(StatusCode, Json<Command>), ApiError> {
    let mut output = find_output(&app, id).await?;
    if output.is_locked {
        return Err(ApiError::Conflict("The output is locked"));
    }
    output.level = level_after(action, &output)?;
    output.updated_at = Timestamp::now();
    let command = Command {
        id: Uuid::new_v4(),
        output_id: output.id,
        user_id: Some(guard.principal.user.id),
        action: action.as_str().to_owned(),
        level: output.level,
        created_at: output.updated_at,
    };
    outputs::insert_command(
        &app.database,
        &output,
        &command,
        &guard.principal.user.username,
    )
    .await?;
    Ok((StatusCode::CREATED, Json(command)))
}

/// What an output was told to do, newest first.
#[utoipa::path(
    get,
    path = "/api/outputs/{output_id}/commands",
    tag = "outputs",
    params((
        "output_id" = Uuid,
        Path,
        description = "The output's id.",
        example = "00000000-0000-4000-8000-0000000000d1",
    ), CommandQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One page of commands.", body = CommandPage),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_commands(
    State(app): State<App>,
    ForView {
        arguments: (OutputId(id), query),
        ..
    }: ForView<(OutputId, CommandQuery)>,
) -> Result<Json<CommandPage>, ApiError> {
    find_output(&app, id).await?;
    Ok(Json(CommandPage {
        items: outputs::list_commands(&app.database, id, &query).await?,
        total: outputs::count_commands(&app.database, id).await?,
    }))
}

fn level_after(action: Action, output: &Output) -> Result<i64, ApiError> {
    match action {
        Action::On => Ok(100),
        Action::Off => Ok(0),
        Action::Toggle if output.level == 0 => Ok(100),
        Action::Toggle => Ok(0),
        Action::Set { level } if output.kind == OutputKind::Relay && level % 100 != 0 => {
            Err(ApiError::Conflict("A relay is on or off"))
        }
        Action::Set { level } => Ok(level),
    }
}

pub async fn find_output(app: &App, id: Uuid) -> Result<Output, ApiError> {
    let output = outputs::find(&app.database, id).await?;
    output.ok_or(OUTPUT_NOT_FOUND)
}

/// The name within its node is the one value of an output that the database refuses.
fn name_is_taken(error: sqlx::Error) -> ApiError {
    ApiError::conflict(error, "An output of this node has this name already")
}
