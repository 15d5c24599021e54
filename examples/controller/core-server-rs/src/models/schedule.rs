//! Schedules, and the calendar that they come to.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use fastapi_answers::{
    Arguments, Checked, Fault, Faults, RequestInput, ValidationError, boolean, datetime_text,
    integer_between, list, model, tagged, text, text_matching, uuid,
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::openapi::schema::{
    Array, ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type,
};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::store::{parse_column, parse_json_column};
use crate::timestamp::{Timestamp, time};

fn days_schema() -> Array {
    let day = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(1))
        .maximum(Some(7));
    ArrayBuilder::new()
        .items(day)
        .min_items(Some(1))
        .max_items(Some(7))
        .description(Some("From 1, which is Monday, to 7."))
        .build()
}

/// When a schedule switches.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Rule {
    /// At a time of some days of the week.
    Weekly {
        /// From 1, which is Monday, to 7.
        #[schema(schema_with = days_schema)]
        days: Vec<i64>,
        /// In the schedule's time zone.
        #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
        at: String,
    },
    /// Again and again.
    Interval {
        #[schema(minimum = 1, maximum = 10_080)]
        every_minutes: i64,
        #[schema(value_type = String, format = DateTime)]
        starts: Timestamp,
    },
}

impl Rule {
    fn check(value: &Value) -> Result<Self, Faults> {
        let weekly = model(|fields| {
            let days = fields.required("days", list(1, 7, integer_between(1, 7)));
            let pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";
            let at = fields.required("at", text_matching(pattern, is_time_of_day));
            let mut days = days?;
            days.sort();
            days.dedup();
            Some(Self::Weekly { days, at: at? })
        });
        let interval = model(|fields| {
            let every_minutes = fields.required("every_minutes", integer_between(1, 10_080));
            let starts = fields.required("starts", time);
            Some(Self::Interval {
                every_minutes: every_minutes?,
                starts: starts?,
            })
        });
        tagged(
            value,
            "kind",
            &[("weekly", &weekly), ("interval", &interval)],
        )
    }
}

fn is_time_of_day(text: &str) -> bool {
    let [a, b, b':', c, d] = text.as_bytes() else {
        return false;
    };
    matches!((a, b), (b'0' | b'1', b'0'..=b'9') | (b'2', b'0'..=b'3'))
        && matches!((c, d), (b'0'..=b'5', b'0'..=b'9'))
}

fn time_zone(value: &Value) -> Checked<Tz> {
    text(0, 64)(value)?
        .parse()
        .map_err(|_| Fault::new("time_zone", "Input should be the name of a time zone"))
}

/// A schedule as a client describes it; a PUT without a field sets its default.
#[derive(ToSchema)]
pub struct ScheduleInput {
    pub output_id: Uuid,
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    #[schema(required = false, value_type = String, default = "UTC", max_length = 64)]
    pub time_zone: Tz,
    pub rule: Rule,
    #[schema(required = false, default = 100, minimum = 0, maximum = 100)]
    pub level: i64,
    #[schema(required = false, default = true)]
    pub is_enabled: bool,
}

impl Arguments for ScheduleInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let output_id = body.required("output_id", uuid);
        let name = body.required("name", text(1, 64));
        let time_zone = body.or_default("time_zone", Tz::UTC, time_zone);
        let rule = body.required("rule", Rule::check);
        let level = body.or_default("level", 100, integer_between(0, 100));
        let is_enabled = body.or_default("is_enabled", true, boolean);
        Some(Self {
            output_id: output_id?,
            name: name?,
            time_zone: time_zone?,
            rule: rule?,
            level: level?,
            is_enabled: is_enabled?,
        })
    }
}

/// The `{schedule_id}` of a path.
pub struct ScheduleId(pub Uuid);

impl Arguments for ScheduleId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("schedule_id", uuid).map(Self)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Schedule {
    pub id: Uuid,
    pub output_id: Uuid,
    pub name: String,
    #[schema(value_type = String)]
    #[serde(serialize_with = "write_zone")]
    pub time_zone: Tz,
    pub rule: Rule,
    pub level: i64,
    pub is_enabled: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

fn write_zone<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

impl FromRow<'_, AnyRow> for Schedule {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            output_id: parse_column(row, "output_id")?,
            name: row.try_get("name")?,
            time_zone: parse_column(row, "time_zone")?,
            rule: parse_json_column(row, "rule")?,
            level: row.try_get("level")?,
            is_enabled: row.try_get::<i64, _>("is_enabled")? != 0,
            created_at: parse_column(row, "created_at")?,
            updated_at: parse_column(row, "updated_at")?,
        })
    }
}

/// What to show of the calendar.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarQuery {
    /// The first moment.
    #[param(value_type = String, format = DateTime, example = "2024-03-29T00:00:00Z")]
    pub start: Timestamp,
    /// The moment before which it ends, 62 days later at most.
    #[param(value_type = String, format = DateTime, example = "2024-04-02T00:00:00Z")]
    pub end: Timestamp,
}

impl Arguments for CalendarQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let start = query.required("start", time);
        let end = query.required("end", time);
        Some(Self {
            start: start?,
            end: end?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct Occurrence {
    pub schedule_id: Uuid,
    pub output_id: Uuid,
    pub name: String,
    pub level: i64,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The same moment in the schedule's time zone.
    #[schema(value_type = String, format = DateTime)]
    #[serde(serialize_with = "write_local")]
    pub local: DateTime<FixedOffset>,
}

fn write_local<S: Serializer>(
    time: &DateTime<FixedOffset>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&datetime_text(time))
}
