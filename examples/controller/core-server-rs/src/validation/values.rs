//! Turns a value of a request into what a handler wants, as lenient as pydantic in its lax mode.

use serde_json::{Map, Number, Value};
use uuid::Uuid;

use super::error::Fault;
use super::json::{infinities_to_null, is_float};

pub type Checked<T> = Result<T, Fault>;

/// Null, or what `check` takes.
pub fn nullable<T>(check: impl Fn(&Value) -> Checked<T>) -> impl Fn(&Value) -> Checked<Option<T>> {
    move |value| match value {
        Value::Null => Ok(None),
        value => check(value).map(Some),
    }
}

/// A string of `min` to `max` characters.
pub fn text(min: usize, max: usize) -> impl Fn(&Value) -> Checked<String> {
    move |value| {
        let Value::String(text) = value else {
            return Err(Fault::new("string_type", "Input should be a valid string"));
        };
        let length = text.chars().count();
        if length < min {
            let message = format!("String should have at least {}", count_characters(min));
            Err(Fault::new("string_too_short", message).with("min_length", min.into()))
        } else if length > max {
            let message = format!("String should have at most {}", count_characters(max));
            Err(Fault::new("string_too_long", message).with("max_length", max.into()))
        } else {
            Ok(text.clone())
        }
    }
}

fn count_characters(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} character{plural}")
}

/// One of a few strings, each with what it stands for.
pub fn choice<T: Copy>(value: &Value, options: &[(&str, T)]) -> Checked<T> {
    let chosen = options
        .iter()
        .find(|(name, _)| value.as_str() == Some(*name));
    chosen.map(|(_, option)| *option).ok_or_else(|| {
        let expected = join_names(
            options
                .iter()
                .map(|(name, _)| format!("'{name}'"))
                .collect(),
        );
        Fault::new("enum", format!("Input should be {expected}")).with("expected", expected.into())
    })
}

/// `'a', 'b' or 'c'`
fn join_names(names: Vec<String>) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// An integer from `min` to `max`: also `"16"`, `16.0` and `true`.
pub fn integer(min: i64, max: i64) -> impl Fn(&Value) -> Checked<i64> {
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

fn integer_from_float(float: f64) -> Checked<i128> {
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

/// A finite number from zero on: also `"1.5"` and `true`.
pub fn non_negative_number(value: &Value) -> Checked<f64> {
    let number = read_number(value)?;
    if !number.is_finite() {
        Err(not_finite())
    } else if number < 0.0 {
        let message = "Input should be greater than or equal to 0";
        Err(Fault::new("greater_than_equal", message).with("ge", 0.0.into()))
    } else {
        Ok(number)
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
pub fn read_float(number: &Number) -> f64 {
    number.as_str().parse().unwrap_or(f64::INFINITY)
}

fn not_finite() -> Fault {
    Fault::new("finite_number", "Input should be a finite number")
}

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

/// A JSON object, whatever it holds.
pub fn object(value: &Value) -> Checked<Map<String, Value>> {
    match value {
        Value::Object(fields) => Ok(fields
            .iter()
            .map(|(name, value)| (name.clone(), infinities_to_null(value)))
            .collect()),
        _ => Err(Fault::new(
            "dict_type",
            "Input should be a valid dictionary",
        )),
    }
}

/// A uuid with or without hyphens, braces and `urn:uuid:`.
pub fn uuid(value: &Value) -> Checked<Uuid> {
    let Value::String(text) = value else {
        return Err(Fault::new(
            "uuid_type",
            "UUID input should be a string, bytes or UUID object",
        ));
    };
    Uuid::parse_str(text).map_err(|error| {
        let message = format!("Input should be a valid UUID, {error}");
        Fault::new("uuid_parsing", message).with("error", error.to_string().into())
    })
}

#[cfg(test)]
mod tests {
    use super::{Checked, Value, boolean, choice, integer, non_negative_number, text};
    use crate::validation::json::parse;

    /// What became of the JSON text, or the type of the error.
    fn check<T: ToString>(sent: &str, check: impl Fn(&Value) -> Checked<T>, expected: &str) {
        let found = match check(&parse(sent).unwrap()) {
            Ok(value) => value.to_string(),
            Err(fault) => fault.kind().to_owned(),
        };
        assert_eq!(found, expected, "{sent}");
    }

    #[test]
    fn an_integer_may_be_spelt_in_many_ways() {
        let small = || integer(0, 99);
        for sent in ["16", "16.0", r#""16""#, r#"" +0016.00 ""#, r#""1_6""#] {
            check(sent, small(), "16");
        }
        check("true", small(), "1");
        check("16.5", small(), "int_from_float");
        check(r#""1e1""#, small(), "int_parsing");
        check(r#""16.""#, small(), "int_parsing");
        check("null", small(), "int_type");
        check("100", small(), "less_than_equal");
        check("-1", small(), "greater_than_equal");
    }

    #[test]
    fn an_integer_of_any_length_is_compared_with_the_range() {
        let counter = || integer(0, i64::MAX);
        check("9223372036854775807", counter(), "9223372036854775807");
        check("9223372036854775808", counter(), "less_than_equal");
        check(
            "1000000000000000000000000000000000000000000",
            counter(),
            "less_than_equal",
        );
        check(
            "-1000000000000000000000000000000000000000000",
            counter(),
            "greater_than_equal",
        );
        check("1e19", counter(), "int_parsing_size");
    }

    #[test]
    fn a_number_may_be_a_text_but_not_infinite() {
        check(r#""1_0.5""#, non_negative_number, "10.5");
        check("1", non_negative_number, "1");
        check(r#""inf""#, non_negative_number, "finite_number");
        check("1e400", non_negative_number, "finite_number");
        check(r#""abc""#, non_negative_number, "float_parsing");
        check("-0.5", non_negative_number, "greater_than_equal");
    }

    #[test]
    fn a_boolean_may_be_a_word_or_a_number() {
        check(r#""Yes""#, boolean, "true");
        check("0.0", boolean, "false");
        check("2", boolean, "bool_parsing");
        check("1.5", boolean, "bool_type");
    }

    #[test]
    fn the_length_of_a_text_counts_characters() {
        check(r#""ü🌉""#, text(2, 2), "ü🌉");
        check(r#""ü""#, text(2, 2), "string_too_short");
        check("1", text(2, 2), "string_type");
    }

    #[test]
    fn a_choice_names_all_there_is() {
        let fault = choice(&"c".into(), &[("a", 1), ("b", 2)]).unwrap_err();
        assert_eq!(fault.message(), "Input should be 'a' or 'b'");
    }
}
