//! Strings, and what is spelt as one.

use serde_json::Value;
use uuid::Uuid;

use super::Checked;
use crate::error::Fault;

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

/// A string in which `matches` finds `pattern`, which is only there to be told.
pub fn text_matching(
    pattern: &'static str,
    matches: impl Fn(&str) -> bool,
) -> impl Fn(&Value) -> Checked<String> {
    move |value| {
        let text = text(0, usize::MAX)(value)?;
        if matches(&text) {
            return Ok(text);
        }
        let message = format!("String should match pattern '{pattern}'");
        Err(Fault::new("string_pattern_mismatch", message).with("pattern", pattern.into()))
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
