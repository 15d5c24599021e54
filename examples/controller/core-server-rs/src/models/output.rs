//! Outputs and what they were told to do.

use fastapi_answers::{
    Arguments, Faults, Fields, RequestInput, ValidationError, boolean, integer_between, model,
    nullable, tagged, text, uuid,
};
use serde::Serialize;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::words::words;
use crate::store::{parse_column, parse_optional_column};
use crate::timestamp::Timestamp;

words! {
    /// What an output can do.
    pub enum OutputKind {
        Relay = "relay",
        Dimmer = "dimmer",
    }
}

#[derive(Serialize, ToSchema)]
pub struct Output {
    pub id: Uuid,
    pub node_id: Uuid,
    pub name: String,
    pub kind: OutputKind,
    /// From 0, which is off, to 100.
    pub level: i64,
    pub is_locked: bool,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

impl Output {
    /// It begins switched off.
    pub fn new(node_id: Uuid, described: OutputInput, created_at: Timestamp) -> Self {
        Self {
            id: Uuid::new_v4(),
            node_id,
            name: described.name,
            kind: described.kind,
            level: 0,
            is_locked: described.is_locked,
            created_at,
            updated_at: created_at,
        }
    }
}

impl FromRow<'_, AnyRow> for Output {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            node_id: parse_column(row, "node_id")?,
            name: row.try_get("name")?,
            kind: parse_column(row, "kind")?,
            level: row.try_get("level")?,
            is_locked: row.try_get::<i64, _>("is_locked")? != 0,
            created_at: parse_column(row, "created_at")?,
            updated_at: parse_column(row, "updated_at")?,
        })
    }
}

#[derive(ToSchema)]
pub struct OutputInput {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    pub kind: OutputKind,
    #[schema(required = false, default = false)]
    pub is_locked: bool,
}

impl OutputInput {
    fn read_fields(body: &mut Fields) -> Option<Self> {
        let name = body.required("name", text(1, 64));
        let kind = body.required("kind", OutputKind::check);
        let is_locked = body.or_default("is_locked", false, boolean);
        Some(Self {
            name: name?,
            kind: kind?,
            is_locked: is_locked?,
        })
    }
}

impl Arguments for OutputInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        Self::read_fields(&mut input.body_fields(errors)?)
    }
}

#[derive(ToSchema)]
pub struct NewOutput {
    #[schema(min_length = 1, max_length = 64)]
    pub name: String,
    pub kind: OutputKind,
    #[schema(required = false, default = false)]
    pub is_locked: bool,
    pub node_id: Uuid,
}

impl Arguments for NewOutput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let described = OutputInput::read_fields(&mut body);
        let node_id = body.required("node_id", uuid);
        let described = described?;
        Some(Self {
            name: described.name,
            kind: described.kind,
            is_locked: described.is_locked,
            node_id: node_id?,
        })
    }
}

/// The `{output_id}` of a path.
pub struct OutputId(pub Uuid);

impl Arguments for OutputId {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut path = input.path_fields(errors);
        path.required("output_id", uuid).map(Self)
    }
}

/// Which outputs to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutputQuery {
    /// Only outputs of this node.
    pub node_id: Option<Uuid>,
}

impl Arguments for OutputQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let node_id = query.or_default("node_id", None, nullable(uuid));
        Some(Self { node_id: node_id? })
    }
}

/// What an output is told to do.
#[derive(Clone, Copy, ToSchema)]
#[schema(rename_all = "lowercase")]
#[serde(tag = "action", rename_all = "lowercase")]
#[derive(Serialize)]
pub enum Action {
    On,
    Off,
    Toggle,
    Set {
        #[schema(minimum = 0, maximum = 100)]
        level: i64,
    },
}

impl Action {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Toggle => "toggle",
            Self::Set { .. } => "set",
        }
    }

    fn check(value: &Value) -> Result<Self, Faults> {
        let on = model(|_| Some(Self::On));
        let off = model(|_| Some(Self::Off));
        let toggle = model(|_| Some(Self::Toggle));
        let set = model(|fields| {
            let level = fields.required("level", integer_between(0, 100));
            Some(Self::Set { level: level? })
        });
        tagged(
            value,
            "action",
            &[
                ("on", &on),
                ("off", &off),
                ("toggle", &toggle),
                ("set", &set),
            ],
        )
    }
}

#[derive(ToSchema)]
pub struct CommandInput {
    pub command: Action,
}

impl Arguments for CommandInput {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let command = body.required("command", Action::check);
        Some(Self { command: command? })
    }
}

#[derive(Serialize, ToSchema)]
pub struct Command {
    pub id: Uuid,
    pub output_id: Uuid,
    #[schema(required)]
    pub user_id: Option<Uuid>,
    pub action: String,
    /// The level that it led to.
    pub level: i64,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

impl FromRow<'_, AnyRow> for Command {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: parse_column(row, "id")?,
            output_id: parse_column(row, "output_id")?,
            user_id: parse_optional_column(row, "user_id")?,
            action: row.try_get("action")?,
            level: row.try_get("level")?,
            created_at: parse_column(row, "created_at")?,
        })
    }
}

/// Which commands to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CommandQuery {
    /// How many commands at most.
    #[param(required = false, default = 50, minimum = 1, maximum = 200)]
    pub limit: i64,
    /// How many commands to pass over.
    #[param(required = false, default = 0, minimum = 0, maximum = 1_000_000)]
    pub offset: i64,
}

impl Arguments for CommandQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let limit = query.or_default("limit", 50, integer_between(1, 200));
        let offset = query.or_default("offset", 0, integer_between(0, 1_000_000));
        Some(Self {
            limit: limit?,
            offset: offset?,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub struct CommandPage {
    pub items: Vec<Command>,
    /// How many commands there are on all pages.
    pub total: i64,
}
