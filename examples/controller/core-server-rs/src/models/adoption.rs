//! Machines that were seen on the network, and what is told live.

use fastapi_answers::{
    Arguments, RequestInput, ValidationError, boolean, integer_between, nullable, text,
    text_matching,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};
use utoipa::{IntoParams, ToSchema};

use crate::store::parse_json_column;
use crate::timestamp::Timestamp;

#[derive(Clone, Deserialize, Serialize, ToSchema)]
pub struct Candidate {
    pub mac: String,
    pub hostname: String,
    #[schema(required)]
    pub address: Option<String>,
    pub model: String,
    #[schema(value_type = String, format = DateTime)]
    pub seen_at: Timestamp,
}

/// The `{mac}` of a path.
pub struct Mac(pub String);

impl Arguments for Mac {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let pattern = "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$";
        let mut path = input.path_fields(errors);
        path.required("mac", text_matching(pattern, is_mac))
            .map(Self)
    }
}

fn is_mac(text: &str) -> bool {
    let is_pair = |pair: &str| {
        pair.len() == 2
            && pair
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    text.split(':').count() == 6 && text.split(':').all(is_pair)
}

#[derive(ToSchema)]
pub struct Adopt {
    /// The host's name without it.
    #[schema(min_length = 2, max_length = 64)]
    pub name: Option<String>,
}

impl Arguments for Adopt {
    const TAKES_BODY: bool = true;

    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut body = input.body_fields(errors)?;
        let name = body.or_default("name", None, nullable(text(2, 64)));
        Some(Self { name: name? })
    }
}

/// From where on to tell.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// The number of the last event that is known.
    #[param(required = false, default = 0, minimum = 0)]
    pub after: i64,
    /// Tell also what is new from now on, without an end.
    #[param(required = false, default = false)]
    pub follow: bool,
}

impl Arguments for EventQuery {
    fn read(input: &RequestInput, errors: &mut Vec<ValidationError>) -> Option<Self> {
        let mut query = input.query_fields(errors);
        let after = query.or_default("after", 0, integer_between(0, i64::MAX));
        let follow = query.or_default("follow", false, boolean);
        Some(Self {
            after: after?,
            follow: follow?,
        })
    }
}

/// Something that was told.
pub struct Event {
    pub id: i64,
    pub kind: String,
    pub subject: String,
    pub detail: Map<String, Value>,
}

impl Event {
    /// As server-sent events are written (HTML, section 9.2).
    pub fn to_message(&self) -> String {
        let mut data = Map::from_iter([("subject".to_owned(), self.subject.clone().into())]);
        data.extend(self.detail.clone());
        let data = Value::Object(data);
        format!("id: {}\nevent: {}\ndata: {data}\n\n", self.id, self.kind)
    }
}

impl FromRow<'_, AnyRow> for Event {
    fn from_row(row: &AnyRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            subject: row.try_get("subject")?,
            detail: parse_json_column(row, "detail")?,
        })
    }
}
