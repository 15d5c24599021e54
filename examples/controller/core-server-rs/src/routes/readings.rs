use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use uuid::Uuid;

use super::sensors::SENSOR_NOT_FOUND;
use crate::app::App;
use crate::auth::{ForControl, ForView};
use crate::errors::ApiError;
use crate::models::{
    Accepted, Bucket, History, HistoryQuery, NewReading, NewReadings, Reading, ReadingQuery,
    SensorId,
};
use crate::store::{readings, sensors};
use crate::timestamp::Timestamp;

const MOST_BUCKETS: i64 = 1000;

pub fn router() -> Router<App> {
    Router::new()
        .route("/readings", post(add_readings))
        .route("/sensors/{sensor_id}/readings", get(list_readings))
        .route("/sensors/{sensor_id}/history", get(read_history))
}

/// Keeps a batch of readings: all of them or none; of one moment the first that was told stays.
#[utoipa::path(
    post,
    path = "/api/readings",
    tag = "sensors",
    request_body(
        content = Vec<NewReading>,
        example = json!([
            {
                "sensor_id": "00000000-0000-4000-8000-0000000000c1",
                "at": "2024-05-05T00:00:00+02:00",
                "value": 7.5,
            },
            {
                "sensor_id": "00000000-0000-4000-8000-0000000000c1",
                "at": "2024-05-04T00:00:00Z",
                "value": 1.0,
            },
        ]),
    ),
    security(("bearer" = [])),
    responses(
        (status = 202, description = "How many are new.", body = Accepted),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn add_readings(
    State(app): State<App>,
    ForControl {
        arguments: NewReadings(readings),
        ..
    }: ForControl<NewReadings>,
) -> Result<(StatusCode, Json<Accepted>), ApiError> {
    for reading in &readings {
        require_sensor(&app, reading.sensor_id).await?;
    }
    let accepted = readings::insert(&app.database, &readings).await?;
    let repeated = readings.len() - accepted;
    let told = Accepted { accepted, repeated };
    Ok((StatusCode::ACCEPTED, Json(told)))
}

/// Readings, oldest first.
#[utoipa::path(
    get,
    path = "/api/sensors/{sensor_id}/readings",
    tag = "sensors",
    params((
        "sensor_id" = Uuid,
        Path,
        description = "The sensor's id.",
        example = "00000000-0000-4000-8000-0000000000c1",
    ), ReadingQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The readings.", body = Vec<Reading>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn list_readings(
    State(app): State<App>,
    ForView {
        arguments: (SensorId(id), query),
        ..
    }: ForView<(SensorId, ReadingQuery)>,
) -> Result<Json<Vec<Reading>>, ApiError> {
    require_sensor(&app, id).await?;
    let ReadingQuery { start, end, limit } = query;
    require_range(start, end)?;
    let readings = readings::list(&app.database, id, start, end, limit).await?;
    Ok(Json(readings))
}

/// What was measured in each interval.
#[utoipa::path(
    get,
    path = "/api/sensors/{sensor_id}/history",
    tag = "sensors",
    params((
        "sensor_id" = Uuid,
        Path,
        description = "The sensor's id.",
        example = "00000000-0000-4000-8000-0000000000c1",
    ), HistoryQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The intervals.", body = History),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such sensor.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_history(
    State(app): State<App>,
    ForView {
        arguments: (SensorId(id), query),
        ..
    }: ForView<(SensorId, HistoryQuery)>,
) -> Result<Json<History>, ApiError> {
    require_sensor(&app, id).await?;
    require_range(query.start, query.end)?;
    let interval = query.interval_seconds * 1_000_000;
    if query.end.unix_micros() - query.start.unix_micros() > MOST_BUCKETS * interval {
        return Err(ApiError::Unprocessable("There are too many intervals"));
    }
    let readings = readings::list(&app.database, id, query.start, query.end, i64::MAX).await?;
    let number = |reading: &Reading| reading.at.unix_micros().div_euclid(interval);
    let buckets = readings
        .chunk_by(|a, b| number(a) == number(b))
        .map(|found| {
            sum_up(
                Timestamp::from_unix_micros(number(&found[0]) * interval),
                found,
            )
        })
        .collect();
    Ok(Json(History {
        sensor_id: id,
        interval_seconds: query.interval_seconds,
        buckets,
    }))
}

fn sum_up(start: Timestamp, readings: &[Reading]) -> Bucket {
    let values = || readings.iter().map(|reading| reading.value);
    let mean = values().sum::<f64>() / readings.len() as f64;
    Bucket {
        start,
        count: readings.len(),
        minimum: values().fold(f64::INFINITY, f64::min),
        maximum: values().fold(f64::NEG_INFINITY, f64::max),
        mean: round_to_three_places(mean),
    }
}

/// Half to even in the last place, as Python rounds: both look at all digits of the double.
fn round_to_three_places(value: f64) -> f64 {
    format!("{value:.3}").parse().unwrap_or(value)
}

async fn require_sensor(app: &App, id: Uuid) -> Result<(), ApiError> {
    match sensors::find(&app.database, id).await? {
        Some(_) => Ok(()),
        None => Err(SENSOR_NOT_FOUND),
    }
}

pub fn require_range(start: Timestamp, end: Timestamp) -> Result<(), ApiError> {
    if start < end {
        Ok(())
    } else {
        Err(ApiError::Unprocessable("The end is not after the start"))
    }
}

#[cfg(test)]
mod tests {
    use super::round_to_three_places;

    #[test]
    fn a_half_is_rounded_to_even() {
        for (value, rounded) in [(0.0625, 0.062), (0.1875, 0.188), (-0.0001, -0.0)] {
            assert_eq!(round_to_three_places(value), rounded, "{value}");
        }
    }
}
