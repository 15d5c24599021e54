//! Named values of a path, a query or a body.

use serde_json::{Map, Value};

use super::error::{Fault, LocationStep, ValidationError};
use super::values::Checked;

/// Reads one field after the other and keeps what is wrong with each, as pydantic does.
pub struct Fields<'a> {
    source: &'a Map<String, Value>,
    location: &'static str,
    errors: &'a mut Vec<ValidationError>,
}

impl<'a> Fields<'a> {
    pub fn new(
        source: &'a Map<String, Value>,
        location: &'static str,
        errors: &'a mut Vec<ValidationError>,
    ) -> Self {
        Self {
            source,
            location,
            errors,
        }
    }

    /// Returns `None` after it has recorded an error.
    pub fn required<T>(
        &mut self,
        name: &'static str,
        check: impl Fn(&Value) -> Checked<T>,
    ) -> Option<T> {
        match self.source.get(name) {
            Some(value) => self.check(name, value, check),
            None => {
                let whole = Value::Object(self.source.clone());
                self.refuse(name, &whole, Fault::missing())
            }
        }
    }

    /// Returns `None` after it has recorded an error.
    pub fn or_default<T>(
        &mut self,
        name: &'static str,
        default: T,
        check: impl Fn(&Value) -> Checked<T>,
    ) -> Option<T> {
        match self.source.get(name) {
            Some(value) => self.check(name, value, check),
            None => Some(default),
        }
    }

    fn check<T>(
        &mut self,
        name: &'static str,
        value: &Value,
        check: impl Fn(&Value) -> Checked<T>,
    ) -> Option<T> {
        match check(value) {
            Ok(checked) => Some(checked),
            Err(fault) => self.refuse(name, value, fault),
        }
    }

    fn refuse<T>(&mut self, name: &'static str, input: &Value, fault: Fault) -> Option<T> {
        let loc = vec![LocationStep::Name(self.location), LocationStep::Name(name)];
        self.errors.push(ValidationError::new(loc, input, fault));
        None
    }
}
