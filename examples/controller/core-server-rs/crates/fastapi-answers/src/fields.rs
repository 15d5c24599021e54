//! Named values of a path, a query, a body, or a model within it.

use serde_json::{Map, Value};

use crate::error::{Fault, Faults, LocationStep, ValidationError};

/// Reads one field after the other and keeps what is wrong with each, as pydantic does.
pub struct Fields<'a> {
    source: &'a Map<String, Value>,
    location: Option<&'static str>,
    errors: &'a mut Vec<ValidationError>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(
        source: &'a Map<String, Value>,
        location: Option<&'static str>,
        errors: &'a mut Vec<ValidationError>,
    ) -> Self {
        Self {
            source,
            location,
            errors,
        }
    }

    /// Returns `None` after it has recorded an error.
    pub fn required<T, E: Into<Faults>>(
        &mut self,
        name: &'static str,
        check: impl Fn(&Value) -> Result<T, E>,
    ) -> Option<T> {
        match self.source.get(name) {
            Some(value) => self.check(name, value, check),
            None if matches!(self.location, Some("path" | "query")) => {
                self.refuse(name, &Value::Null, Fault::missing().into())
            }
            None => {
                let whole = Value::Object(self.source.clone());
                self.refuse(name, &whole, Fault::missing().into())
            }
        }
    }

    /// Returns `None` after it has recorded an error.
    pub fn or_default<T, E: Into<Faults>>(
        &mut self,
        name: &'static str,
        default: T,
        check: impl Fn(&Value) -> Result<T, E>,
    ) -> Option<T> {
        match self.source.get(name) {
            Some(value) => self.check(name, value, check),
            None => Some(default),
        }
    }

    fn check<T, E: Into<Faults>>(
        &mut self,
        name: &'static str,
        value: &Value,
        check: impl Fn(&Value) -> Result<T, E>,
    ) -> Option<T> {
        match check(value) {
            Ok(checked) => Some(checked),
            Err(faults) => self.refuse(name, value, faults.into()),
        }
    }

    fn refuse<T>(&mut self, name: &'static str, input: &Value, faults: Faults) -> Option<T> {
        for error in faults.into_errors(input) {
            let error = error.within(LocationStep::from(name));
            self.errors.push(match self.location {
                Some(location) => error.within(location.into()),
                None => error,
            });
        }
        None
    }
}
