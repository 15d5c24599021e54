//! One thing that is wrong with a request.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::json::infinities_to_null;

/// Where, what, and the value that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValidationError {
    #[serde(rename = "type")]
    kind: &'static str,
    loc: Vec<LocationStep>,
    msg: String,
    #[schema(required)]
    input: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    ctx: Option<Map<String, Value>>,
}

/// A step of the way to the value: a name, or a place in a text or list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum LocationStep {
    Name(&'static str),
    Position(usize),
}

impl ValidationError {
    pub fn new(loc: Vec<LocationStep>, input: &Value, fault: Fault) -> Self {
        Self {
            kind: fault.kind,
            loc,
            msg: fault.message,
            input: infinities_to_null(input),
            ctx: fault.context,
        }
    }

    /// A body that is not JSON, from `position` on.
    pub fn json_syntax(position: usize, reason: &'static str) -> Self {
        let fault = Fault::new("json_invalid", "JSON decode error").with("error", reason.into());
        let loc = vec![LocationStep::Name("body"), LocationStep::Position(position)];
        Self::new(loc, &json!({}), fault)
    }
}

/// What is wrong with a value, without where it stands.
#[derive(Debug)]
pub struct Fault {
    kind: &'static str,
    message: String,
    context: Option<Map<String, Value>>,
}

impl Fault {
    pub fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            context: None,
        }
    }

    pub fn missing() -> Self {
        Self::new("missing", "Field required")
    }

    #[cfg(test)]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    #[cfg(test)]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Adds what pydantic calls the error's context.
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.context
            .get_or_insert_default()
            .insert(name.to_owned(), value);
        self
    }
}
