use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};

use super::nodes::NODE_NOT_FOUND;
use crate::app::App;
use crate::auth::{ForAdmin, ForView};
use crate::errors::ApiError;
use crate::models::{NewSensor, Sensor, SensorId, SensorInput, SensorQuery};
use crate::store::{nodes, sensors};
use crate::timestamp::Timestamp;

pub const SENSOR_NOT_FOUND: ApiError = ApiError::NotFound("Sensor not found");

pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(list_sensors).post(create_sensor))
        .route(
            "/{sensor_id}",
            get(read_sensor).put(replace_sensor).delete(delete_sensor),
        )
}

/// Lists sensors, oldest first.
#[utoipa::path(
    get,
    path = "/api/sensors",
    tag = "sensors",
    params(SensorQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The sensors.", body = Vec<Sensor>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_sensors(
    State(app): State<App>,
    ForView {
        arguments: query, ..
    }: ForView<SensorQuery>,
) -> Result<Json<Vec<Sensor>>, ApiError> {
    Ok(Json(sensors::list(&app.database, &query).await?))
}

/// Adds a sensor to a node.
#[utoipa::path(
    post,
    path = "/api/sensors",
    tag = "sensors",
    request_body(
        content = NewSensor,
        example = json!({
            "node_id": "00000000-0000-4000-8000-0000000000a1",
            "name": "Pegel Süd",
            "kind": "level",
            "unit": "cm",
            "calibration_offset": "-1.50",
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The sensor.", body = Sensor),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such node.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_sensor(
    State(app): State<App>,
    ForAdmin {
        arguments: described,
        ..
    }: ForAdmin<NewSensor>,
) -> Result<(StatusCode, Json<Sensor>), ApiError> {
    let node = nodes::find(&app.database, described.node_id).await?;
    let node = node.ok_or(NODE_NOT_FOUND)?;
    let described = SensorInput {
        name: described.name,
        kind: described.kind,
        unit: described.unit,
        calibration_offset: described.calibration_offset,
        is_enabled: described.is_enabled,
    };
    let sensor = Sensor::new(node.id, described, Timestamp::now());
    sensors::insert(&app.database, &sensor)
        .await
        .map_err(name_is_taken)?;
    Ok((StatusCode::CREATED, Json(sensor)))
}

/// One sensor.
#[utoipa::path(
    get,
    path = "/api/sensors/{sensor_id}",
    tag = "sensors",
    params((
        "sensor_id" = Uuid,
        Path,
        description = "The sensor's id.",
        example = "00000000-0000-4000-8000-0000000000c1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The sensor.", body = Sensor),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_sensor(
    State(app): State<App>,
    ForView {
        arguments: SensorId(id),
        ..
    }: ForView<SensorId>,
) -> Result<Json<Sensor>, ApiError> {
    let sensor = sensors::find(&app.database, id).await?;
    sensor.map(Json).ok_or(SENSOR_NOT_FOUND)
}

/// Replaces all that a client describes of a sensor.
#[utoipa::path(
    put,
    path = "/api/sensors/{sensor_id}",
    tag = "sensors",
    params((
        "sensor_id" = Uuid,
        Path,
        description = "The sensor's id.",
        example = "00000000-0000-4000-8000-0000000000c1",
    )),
    request_body(
        content = SensorInput,
        example = json!({"name": "gauge", "kind": "temperature", "unit": "°F", "calibration_offset": 0.5}),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The sensor.", body = Sensor),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 409, description = "The name is taken.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_sensor(
    State(app): State<App>,
    ForAdmin {
        arguments: (SensorId(id), described),
        ..
    }: ForAdmin<(SensorId, SensorInput)>,
) -> Result<Json<Sensor>, ApiError> {
    let is_found = sensors::replace(&app.database, id, &described, Timestamp::now())
        .await
        .map_err(name_is_taken)?;
    if !is_found {
        return Err(SENSOR_NOT_FOUND);
    }
    let sensor = sensors::find(&app.database, id).await?;
    sensor.map(Json).ok_or(SENSOR_NOT_FOUND)
}

/// Removes a sensor.
#[utoipa::path(
    delete,
    path = "/api/sensors/{sensor_id}",
    tag = "sensors",
    params((
        "sensor_id" = Uuid,
        Path,
        description = "The sensor's id.",
        example = "00000000-0000-4000-8000-0000000000c2",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The sensor is removed, with its readings."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_sensor(
    State(app): State<App>,
    ForAdmin {
        arguments: SensorId(id),
        ..
    }: ForAdmin<SensorId>,
) -> Result<StatusCode, ApiError> {
    if sensors::delete(&app.database, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(SENSOR_NOT_FOUND)
    }
}

/// The name within its node is the one value of a sensor that the database refuses.
fn name_is_taken(error: sqlx::Error) -> ApiError {
    ApiError::conflict(error, "A sensor of this node has this name already")
}
