//! Floating-point numbers, as lenient as pydantic in its lax mode.

use serde_json::{Number, Value};

use super::Checked;
use crate::error::Fault;
use crate::json::is_float;

/// A finite number from `min` to `max`.
///
/// As with `allow_inf_nan=False`. `f64::MIN` or `f64::MAX` stand for no bound.
pub fn number_between(min: f64, max: f64) -> impl Fn(&Value) -> Checked<f64> {
    move |value| {
        let number = read_number(value)?;
        if !number.is_finite() {
            Err(not_finite())
        } else if number > max {
            let message = format!("Input should be less than or equal to {max}");
            Err(Fault::new("less_than_equal", message).with("le", max.into()))
        } else if number < min {
            let message = format!("Input should be greater than or equal to {min}");
            Err(Fault::new("greater_than_equal", message).with("ge", min.into()))
        } else {
            Ok(number)
        }
    }
}

fn read_number(value: &Value) -> Checked<f64> {
    let wrong_type = || Fault::new("float_type", "Input should be a valid number");
    match value {
        Value::Bool(value) => Ok(f64::from(u8::from(*value))),
        Value::Number(number) if is_float(number) => Ok(read_float(number)),
        // Python cannot make a float of an integer that is too large.
        Value::Number(number) => Some(read_float(number))
            .filter(|float| float.is_finite())
            .ok_or_else(wrong_type),
        Value::String(text) => number_from_text(text),
        _ => Err(wrong_type()),
    }
}

fn number_from_text(text: &str) -> Checked<f64> {
    let text = text.trim();
    let is_grouped = !text.starts_with('_') && !text.ends_with('_') && !text.contains("__");
    let parsed = if is_grouped {
        text.replace('_', "").parse()
    } else {
        text.parse()
    };
    parsed.map_err(|_| {
        Fault::new(
            "float_parsing",
            "Input should be a valid number, unable to parse string as a number",
        )
    })
}

/// A number past the range of a double is an infinity to Python.
pub(crate) fn read_float(number: &Number) -> f64 {
    number.as_str().parse().unwrap_or(f64::INFINITY)
}

pub(super) fn not_finite() -> Fault {
    Fault::new("finite_number", "Input should be a finite number")
}
