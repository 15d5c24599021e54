//! Turns a value of a request into what a handler wants, as lenient as pydantic in its lax mode.

pub mod booleans;
pub mod collections;
pub mod integers;
pub mod numbers;
pub mod texts;

use serde_json::Value;

use crate::error::Fault;

pub type Checked<T> = Result<T, Fault>;

/// Null, or what `check` takes.
pub fn nullable<T, E>(
    check: impl Fn(&Value) -> Result<T, E>,
) -> impl Fn(&Value) -> Result<Option<T>, E> {
    move |value| match value {
        Value::Null => Ok(None),
        value => check(value).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::booleans::boolean;
    use super::integers::integer_between;
    use super::numbers::number_between;
    use super::texts::{choice, text};
    use super::{Checked, Value};
    use crate::json::parse;

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
        let small = || integer_between(0, 99);
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
        let counter = || integer_between(0, i64::MAX);
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
        check(r#""1_0.5""#, number_between(0.0, f64::MAX), "10.5");
        check("1", number_between(0.0, f64::MAX), "1");
        check(r#""inf""#, number_between(0.0, f64::MAX), "finite_number");
        check("1e400", number_between(0.0, f64::MAX), "finite_number");
        check(r#""abc""#, number_between(0.0, f64::MAX), "float_parsing");
        check("-0.5", number_between(0.0, f64::MAX), "greater_than_equal");
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
