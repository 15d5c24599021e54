//! Integers, as lenient as pydantic in its lax mode.

use serde_json::Value;

use super::Checked;
use super::numbers::{not_finite, read_float};
use crate::error::Fault;
use crate::json::is_float;

/// An integer from `min` to `max`: also `"16"`, `16.0` and `true`.
///
/// Python's have no end: give a field that is meant for a column its `ge` and `le` there too.
pub fn integer_between(min: i64, max: i64) -> impl Fn(&Value) -> Checked<i64> {
    move |value| {
        let integer = read_integer(value)?;
        if integer > max.into() {
            let message = format!("Input should be less than or equal to {max}");
            Err(Fault::new("less_than_equal", message).with("le", max.into()))
        } else if integer < min.into() {
            let message = format!("Input should be greater than or equal to {min}");
            Err(Fault::new("greater_than_equal", message).with("ge", min.into()))
        } else {
            Ok(integer as i64)
        }
    }
}

/// What is too large for 128 bits becomes the largest: both are out of any range.
fn read_integer(value: &Value) -> Checked<i128> {
    match value {
        Value::Bool(value) => Ok(i128::from(*value)),
        Value::Number(number) if is_float(number) => integer_from_float(read_float(number)),
        Value::Number(number) => Ok(integer_from_digits(number.as_str())),
        Value::String(text) => integer_from_text(text),
        _ => Err(Fault::new("int_type", "Input should be a valid integer")),
    }
}

pub(super) fn integer_from_float(float: f64) -> Checked<i128> {
    if !float.is_finite() {
        Err(not_finite())
    } else if float.fract() != 0.0 {
        Err(Fault::new(
            "int_from_float",
            "Input should be a valid integer, got a number with a fractional part",
        ))
    } else if float.abs() < i64::MAX as f64 {
        Ok(float as i128)
    } else {
        Err(integer_too_long())
    }
}

fn integer_from_text(text: &str) -> Checked<i128> {
    // CPython converts no longer texts, and pydantic follows it.
    const MAX_LENGTH: usize = 4300;
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = strip_zero_fraction(unsigned);
    let is_integer = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_integer {
        return Err(Fault::new(
            "int_parsing",
            "Input should be a valid integer, unable to parse string as an integer",
        ));
    }
    if digits.trim_start_matches('0').len() > MAX_LENGTH {
        return Err(integer_too_long());
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    Ok(integer_from_digits(&format!(
        "{sign}{}",
        digits.replace('_', "")
    )))
}

/// `16.00` → `16`
fn strip_zero_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((integer, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            integer
        }
        _ => text,
    }
}

fn integer_from_digits(digits: &str) -> i128 {
    let too_large = if digits.starts_with('-') {
        i128::MIN
    } else {
        i128::MAX
    };
    digits.parse().unwrap_or(too_large)
}

fn integer_too_long() -> Fault {
    Fault::new(
        "int_parsing_size",
        "Unable to parse input string as an integer, exceeded maximum size",
    )
}
