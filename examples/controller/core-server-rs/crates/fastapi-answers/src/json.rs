//! JSON with the numbers that Python would have read.

use serde_json::{Number, Value};

/// Parses JSON; integers keep all their digits, other numbers become the nearest double.
pub fn parse(text: &str) -> serde_json::Result<Value> {
    let mut value = serde_json::from_str(text)?;
    read_numbers(&mut value);
    Ok(value)
}

fn read_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => *number = read_number(number),
        Value::Array(items) => items.iter_mut().for_each(read_numbers),
        Value::Object(fields) => fields.values_mut().for_each(read_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// serde_json keeps a number as it was spelt, so that `1E2` would be answered as `1E2`.
fn read_number(number: &Number) -> Number {
    if is_float(number) {
        let double = number.as_f64().and_then(Number::from_f64);
        // Only an infinity is not a number to JSON; it stays as it was spelt.
        double.unwrap_or_else(|| number.clone())
    } else if number.as_str() == "-0" {
        Number::from(0)
    } else {
        number.clone()
    }
}

/// JSON has no word for an infinity, and in place of a double that large both servers answer null.
pub fn infinities_to_null(value: &Value) -> Value {
    match value {
        Value::Number(number) if is_infinite(number) => Value::Null,
        Value::Array(items) => items.iter().map(infinities_to_null).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), infinities_to_null(value)))
            .collect(),
        other => other.clone(),
    }
}

fn is_infinite(number: &Number) -> bool {
    is_float(number) && number.as_f64().is_none_or(f64::is_infinite)
}

pub fn is_float(number: &Number) -> bool {
    number.as_str().contains(['.', 'e', 'E'])
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn check_spelling(sent: &str, answered: &str) {
        assert_eq!(parse(sent).unwrap().to_string(), answered);
    }

    #[test]
    fn integers_keep_all_their_digits() {
        check_spelling("9007199254740993", "9007199254740993");
        check_spelling("12345678901234567890123", "12345678901234567890123");
        check_spelling("-0", "0");
    }

    #[test]
    fn other_numbers_are_spelt_anew() {
        check_spelling("[1E2, 1.50, 1e16, -0.0]", "[100.0,1.5,1e+16,-0.0]");
    }

    #[test]
    fn of_a_repeated_name_the_last_value_counts() {
        check_spelling(r#"{"b":1,"a":2,"b":3}"#, r#"{"b":3,"a":2}"#);
    }
}
