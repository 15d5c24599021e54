//! One thing that is wrong with a request.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::json::infinities_to_null;

/// Where, what, and the value that was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum LocationStep {
    #[schema(value_type = String)]
    Name(Cow<'static, str>),
    Position(usize),
}

impl From<&'static str> for LocationStep {
    fn from(name: &'static str) -> Self {
        Self::Name(name.into())
    }
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
        let loc = vec!["body".into(), LocationStep::Position(position)];
        Self::new(loc, &json!({}), fault)
    }

    /// The same error, seen from the value that holds this one.
    pub fn within(mut self, step: LocationStep) -> Self {
        self.loc.insert(0, step);
        self
    }
}

/// What is wrong with a value, without where it stands.
#[derive(Clone, Debug)]
pub struct Fault {
    kind: &'static str,
    message: String,
    context: Option<Map<String, Value>>,
}

impl Fault {
    /// `kind` is what pydantic calls the error's type, as `PydanticCustomError` takes it.
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

    pub fn not_an_object() -> Self {
        Self::new(
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
        )
    }

    pub fn kind(&self) -> &'static str {
        self.kind
    }

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

/// What is wrong with a value: the value itself, or some of what it holds.
#[derive(Clone, Debug)]
pub enum Faults {
    Own(Fault),
    /// Located from the value on.
    Inner(Vec<ValidationError>),
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self::Own(fault)
    }
}

impl Faults {
    /// The errors of a value that was sent as `input`, located from the value on.
    pub fn into_errors(self, input: &Value) -> Vec<ValidationError> {
        match self {
            Self::Own(fault) => vec![ValidationError::new(Vec::new(), input, fault)],
            Self::Inner(errors) => errors,
        }
    }
}
