//! Booleans, as lenient as pydantic in its lax mode.

use serde_json::{Number, Value};

use super::Checked;
use super::integers::integer_from_float;
use crate::error::Fault;
use crate::json::is_float;

/// A boolean: also `"yes"`, `"off"`, `1` and `0.0`.
pub fn boolean(value: &Value) -> Checked<bool> {
    let unclear = || {
        Fault::new(
            "bool_parsing",
            "Input should be a valid boolean, unable to interpret input",
        )
    };
    match value {
        Value::Bool(value) => Ok(*value),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "1" | "on" | "t" | "true" | "y" | "yes" => Ok(true),
            "0" | "off" | "f" | "false" | "n" | "no" => Ok(false),
            _ => Err(unclear()),
        },
        Value::Number(number) => match number.as_f64() {
            Some(0.0) => Ok(false),
            Some(1.0) => Ok(true),
            Some(other) if is_64_bit_integer(number, other) => Err(unclear()),
            _ => Err(not_boolean()),
        },
        _ => Err(not_boolean()),
    }
}

/// Anything else that pydantic can make a 64-bit integer of.
fn is_64_bit_integer(number: &Number, double: f64) -> bool {
    if is_float(number) {
        integer_from_float(double).is_ok()
    } else {
        number.as_i64().is_some()
    }
}

fn not_boolean() -> Fault {
    Fault::new("bool_type", "Input should be a valid boolean")
}
