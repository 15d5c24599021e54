//! Sensors and what they measured.

use fastapi_answers::{
    Arguments, Decimal, Fields, RequestInput, ValidationError, boolean, decimal, integer_between,
    list, model, nullable, number_between, text, uuid,
};
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::words::words;
use crate::store::{parse_column, parse_decimal_column};
use crate::timestamp::{Timestamp, time};

words! {
    /// What a sensor measures.
    pub enum SensorKind {
        Temperature = "temperature",
        Level = "level",
        Voltage = "voltage",
    }
}

/// What is taken for a decimal; answers have it as text.
fn offset_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([
            Type::Number,
            Type::String,
            Type::Null,
        ]))
        .build()
}

#[derive(Serialize, ToSchema)]
pub struct Sensor {
    pub id: Uuid,
    pub node_id: Uuid,
    pub name: String,
    pub kind: SensorKind,
    pub unit: String,
    #[schema(required, value_type = Option<String>)]
    pub calibration_offset: Option<Decimal>,
    pub is_enabled: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl Sensor {
    pub fn new(node_id: Uuid, described: SensorInput, created_at: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4(),
            node_id,
            name: described.name,
            kind: described.kind,
            unit: described.unit,
            calibration_offset: described.calibration_offset,
            is_enabled: described.is_enabled,
            created_at,
            updated_at: created_at,
        }
    }
}

impl FromRow<'_, AnyRow> for Sensor {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            node_id: parse_column(row, "node_id")?,
            name: row.try_get("name")?,
            kind: parse_column(row, "kind")?,
            unit: row.try_get("unit")?,
            calibration_offset: parse_decimal_column(row, "calibration_offset")?,
            is_enabled: row.try_get::<i64, _>("is_enabled")? != 0,
            created_at: parse_column(row, "created_at")?,
            updated_at: parse_column(row, "updated_at")?,
        })
    }
}

/// A sensor as a client describes it; a PUT without a field sets its default.
#[derive(ToSchema)]
pub struct SensorInput {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    pub kind: SensorKind,
    #[schema(min_length = 1, max_length = 16)]
    pub unit: String,
    #[schema(schema_with = offset_schema)]
    pub calibration_offset: Option<Decimal>,
    #[schema(required = false, default = true)]
    pub is_enabled: bool,
}

impl SensorInput {
    fn read_fields(body: &mut Fields) -> Option<Self> {
        let name = body.required("name", text(1, 64));
        let kind = body.required("kind", SensorKind::check);
        let unit = body.required("unit", text(1, 16));
        let offset = body.or_default("calibration_offset", None, nullable(decimal(8, 3)));
        let is_enabled = body.or_default("is_enabled", true, boolean);
        Some(Self {
            name: name?,
            kind: kind?,
            unit: unit?,
            calibration_offset: offset?,
            is_enabled: is_enabled?,
        })
    }
}

impl Arguments for SensorInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        Self::read_fields(&mut input.body_fields(errors)?)
    }
}

#[derive(ToSchema)]
pub struct NewSensor {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    pub kind: SensorKind,
    #[schema(min_length = 1, max_length = 16)]
    pub unit: String,
    #[schema(schema_with = offset_schema)]
    pub calibration_offset: Option<Decimal>,
    #[schema(required = false, default = true)]
    pub is_enabled: bool,
    pub node_id: Uuid,
}

impl Arguments for NewSensor {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let described = SensorInput::read_fields(&mut body);
        let node_id = body.required("node_id", uuid);
        let described = described?;
        Some(Self {
            name: described.name,
            kind: described.kind,
            unit: described.unit,
            calibration_offset: described.calibration_offset,
            is_enabled: described.is_enabled,
            node_id: node_id?,
        })
    }
}

/// The `{sensor_id}` of a path.
pub struct SensorId(pub Uuid);

impl Arguments for SensorId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("sensor_id", uuid).map(Self)
    }
}

/// Which sensors to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SensorQuery {
    /// Only sensors of these kinds.
    #[param(required = false, max_items = 3, example = json!(["level", "voltage"]))]
    pub kind: Vec<SensorKind>,
    /// Only sensors of this node.
    pub node_id: Option<Uuid>,
    /// A part of the name, in any case of ASCII letters.
    #[param(required = false, max_length = 64)]
    pub search: String,
}

impl Arguments for SensorQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut lists = input.query_lists(errors);
        let kind = lists.or_default("kind", Vec::new(), list(0, 3, SensorKind::check));
        let mut query = input.query_fields(errors);
        let node_id = query.or_default("node_id", None, nullable(uuid));
        let search = query.or_default("search", String::new(), text(0, 64));
        Some(Self {
            kind: kind?,
            node_id: node_id?,
            search: search?,
        })
    }
}

#[derive(ToSchema)]
pub struct NewReading {
    pub sensor_id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[schema(minimum = -1e12, maximum = 1e12)]
    pub value: f64,
}

impl NewReading {
    fn read(fields: &mut Fields) -> Option<Self> {
        let sensor_id = fields.required("sensor_id", uuid);
        let at = fields.required("at", time);
        let value = fields.required("value", number_between(-1e12, 1e12));
        Some(Self {
            sensor_id: sensor_id?,
            at: at?,
            value: value?,
        })
    }
}

/// A batch of readings.
pub struct NewReadings(pub Vec<NewReading>);

impl Arguments for NewReadings {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let readings = list(1, 1000, model(NewReading::read));
        input.body(errors, readings).map(Self)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Accepted {
    /// Readings that were not known yet.
    pub accepted: usize,
    /// Readings of a moment of which the sensor had told already; the first stays.
    pub repeated: usize,
}

/// What to read of a sensor.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReadingQuery {
    /// The first moment.
    #[param(value_type = String, format = DateTime, example = "2024-05-04T00:00:00Z")]
    pub start: Timestamp,
    /// The moment before which it ends.
    #[param(value_type = String, format = DateTime, example = "2024-05-05T00:00:00Z")]
    pub end: Timestamp,
    /// How many readings at most.
    #[param(required = false, default = 1000, minimum = 1, maximum = 5000)]
    pub limit: i64,
}

impl Arguments for ReadingQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let start = query.required("start", time);
        let end = query.required("end", time);
        let limit = query.or_default("limit", 1000, integer_between(1, 5000));
        Some(Self {
            start: start?,
            end: end?,
            limit: limit?,
        })
    }
}

/// What to sum up of a sensor.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// The first moment.
    #[param(value_type = String, format = DateTime, example = "2024-05-04T00:00:00Z")]
    pub start: Timestamp,
    /// The moment before which it ends.
    #[param(value_type = String, format = DateTime, example = "2024-05-05T00:00:00Z")]
    pub end: Timestamp,
    /// How long an interval is; intervals are counted from 1970 on.
    #[param(required = false, default = 3600, minimum = 1, maximum = 604_800)]
    pub interval_seconds: i64,
}

impl Arguments for HistoryQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let start = query.required("start", time);
        let end = query.required("end", time);
        let interval = query.or_default("interval_seconds", 3600, integer_between(1, 604_800));
        Some(Self {
            start: start?,
            end: end?,
            interval_seconds: interval?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct Reading {
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    pub value: f64,
}

impl FromRow<'_, AnyRow> for Reading {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            at: parse_column(row, "at")?,
            value: row.try_get("value")?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct History {
    pub sensor_id: Uuid,
    pub interval_seconds: i64,
    /// Oldest first; an interval without a reading has none.
    pub buckets: Vec<Bucket>,
}

#[derive(Serialize, ToSchema)]
pub struct Bucket {
    #[schema(value_type = String, format = DateTime)]
    pub start: Timestamp,
    pub count: usize,
    pub minimum: f64,
    pub maximum: f64,
    /// To three places.
    pub mean: f64,
}
