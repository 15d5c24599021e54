use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{Offset, TimeDelta, TimeZone};
use fastapi_answers::{ErrorDetail, ValidationErrors};
use uuid::Uuid;

use super::outputs::find_output;
use super::readings::require_range;
use crate::app::App;
use crate::auth::{ForControl, ForView};
use crate::errors::ApiError;
use crate::models::{CalendarQuery, Occurrence, Schedule, ScheduleId, ScheduleInput};
use crate::schedules::expand;
use crate::store::schedules;
use crate::timestamp::Timestamp;

const LONGEST: TimeDelta = TimeDelta::days(62);
const MOST_OCCURRENCES: usize = 2000;
const SCHEDULE_NOT_FOUND: ApiError = ApiError::NotFound("Schedule not found");

pub fn router() -> Router<App> {
    Router::new()
        .route("/schedules", get(list_schedules).post(create_schedule))
        .route(
            "/schedules/{schedule_id}",
            get(read_schedule)
                .put(replace_schedule)
                .delete(delete_schedule),
        )
        .route("/calendar", get(read_calendar))
}

/// Lists schedules, oldest first.
#[utoipa::path(
    get,
    path = "/api/schedules",
    tag = "schedules",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All schedules.", body = Vec<Schedule>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
    ),
)]
pub async fn list_schedules(
    State(app): State<App>,
    _: ForView<()>,
) -> Result<Json<Vec<Schedule>>, ApiError> {
    Ok(Json(schedules::list(&app.database).await?))
}

/// Adds a schedule.
#[utoipa::path(
    post,
    path = "/api/schedules",
    tag = "schedules",
    request_body(
        content = ScheduleInput,
        example = json!({
            "output_id": "00000000-0000-4000-8000-0000000000d2",
            "name": "Frühschleusung",
            "time_zone": "Europe/Berlin",
            "rule": {"kind": "weekly", "days": [5, 1, 5], "at": "06:30"},
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The schedule.", body = Schedule),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such output.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn create_schedule(
    State(app): State<App>,
    ForControl {
        arguments: described,
        ..
    }: ForControl<ScheduleInput>,
) -> Result<(StatusCode, Json<Schedule>), ApiError> {
    find_output(&app, described.output_id).await?;
    let created_at = Timestamp::now();
    let schedule = schedule(Uuid::new_v4(), described, created_at, created_at);
    schedules::insert(&app.database, &schedule).await?;
    Ok((StatusCode::CREATED, Json(schedule)))
}

/// One schedule.
#[utoipa::path(
    get,
    path = "/api/schedules/{schedule_id}",
    tag = "schedules",
    params((
        "schedule_id" = Uuid,
        Path,
        description = "The schedule's id.",
        example = "00000000-0000-4000-8000-0000000000f1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The schedule.", body = Schedule),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such schedule.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_schedule(
    State(app): State<App>,
    ForView {
        arguments: ScheduleId(id),
        ..
    }: ForView<ScheduleId>,
) -> Result<Json<Schedule>, ApiError> {
    Ok(Json(find_schedule(&app, id).await?))
}

/// Replaces all that a client describes of a schedule.
#[utoipa::path(
    put,
    path = "/api/schedules/{schedule_id}",
    tag = "schedules",
    params((
        "schedule_id" = Uuid,
        Path,
        description = "The schedule's id.",
        example = "00000000-0000-4000-8000-0000000000f1",
    )),
    request_body(
        content = ScheduleInput,
        example = json!({
            "output_id": "00000000-0000-4000-8000-0000000000d1",
            "name": "every other hour",
            "rule": {
                "kind": "interval",
                "every_minutes": 120,
                "starts": "2024-01-01T00:30:00+01:00",
            },
            "level": 5,
        }),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The schedule.", body = Schedule),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such schedule or output.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn replace_schedule(
    State(app): State<App>,
    ForControl {
        arguments: (ScheduleId(id), described),
        ..
    }: ForControl<(ScheduleId, ScheduleInput)>,
) -> Result<Json<Schedule>, ApiError> {
    let before = find_schedule(&app, id).await?;
    find_output(&app, described.output_id).await?;
    let schedule = schedule(id, described, before.created_at, Timestamp::now());
    schedules::update(&app.database, &schedule).await?;
    Ok(Json(schedule))
}

/// Removes a schedule.
#[utoipa::path(
    delete,
    path = "/api/schedules/{schedule_id}",
    tag = "schedules",
    params((
        "schedule_id" = Uuid,
        Path,
        description = "The schedule's id.",
        example = "00000000-0000-4000-8000-0000000000f1",
    )),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "The schedule is removed."),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 404, description = "There is no such schedule.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn delete_schedule(
    State(app): State<App>,
    ForControl {
        arguments: ScheduleId(id),
        ..
    }: ForControl<ScheduleId>,
) -> Result<StatusCode, ApiError> {
    if schedules::delete(&app.database, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(SCHEDULE_NOT_FOUND)
    }
}

/// What all enabled schedules come to, in the order of time; at one moment oldest first.
#[utoipa::path(
    get,
    path = "/api/calendar",
    tag = "schedules",
    params(CalendarQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What is switched when.", body = Vec<Occurrence>),
        (status = 401, description = "There is no valid session.", body = ErrorDetail),
        (status = 403, description = "A capability is missing.", body = ErrorDetail),
        (status = 422, description = "A value is not valid.", body = ValidationErrors),
    ),
)]
pub async fn read_calendar(
    State(app): State<App>,
    ForView {
        arguments: CalendarQuery { start, end },
        ..
    }: ForView<CalendarQuery>,
) -> Result<Json<Vec<Occurrence>>, ApiError> {
    require_range(start, end)?;
    if end > start.plus(LONGEST) {
        return Err(ApiError::Unprocessable("The calendar has 62 days at most"));
    }
    let mut occurrences = Vec::new();
    let schedules = schedules::list(&app.database).await?;
    for schedule in schedules.iter().filter(|schedule| schedule.is_enabled) {
        for moment in expand(schedule, start, end, MOST_OCCURRENCES) {
            if occurrences.len() == MOST_OCCURRENCES {
                return Err(ApiError::Unprocessable("There are too many occurrences"));
            }
            let offset = schedule
                .time_zone
                .offset_from_utc_datetime(&moment.naive_utc());
            occurrences.push(Occurrence {
                schedule_id: schedule.id,
                output_id: schedule.output_id,
                name: schedule.name.clone(),
                level: schedule.level,
                at: moment.into(),
                local: moment.with_timezone(&offset.fix()),
            });
        }
    }
    occurrences.sort_by_key(|occurrence| occurrence.at);
    Ok(Json(occurrences))
}

fn schedule(
    id: Uuid,
    described: ScheduleInput,
    created_at: Timestamp,
    updated_at: Timestamp,
) -> Schedule {
    Schedule {
        id,
        output_id: described.output_id,
        name: described.name,
        time_zone: described.time_zone,
        rule: described.rule,
        level: described.level,
        is_enabled: described.is_enabled,
        created_at,
        updated_at,
    }
}

async fn find_schedule(app: &App, id: Uuid) -> Result<Schedule, ApiError> {
    let schedule = schedules::find(&app.database, id).await?;
    schedule.ok_or(SCHEDULE_NOT_FOUND)
}
