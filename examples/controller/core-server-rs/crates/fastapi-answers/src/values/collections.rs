//! Lists, objects, models, and models told apart by a tag.

use serde_json::{Map, Value};

use super::Checked;
use crate::error::{Fault, Faults, LocationStep, ValidationError};
use crate::fields::Fields;
use crate::json::infinities_to_null;

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

/// A list of `min` to `max` elements, each of which `check` takes.
pub fn list<T, E: Into<Faults>>(
    min: usize,
    max: usize,
    check: impl Fn(&Value) -> Result<T, E>,
) -> impl Fn(&Value) -> Result<Vec<T>, Faults> {
    move |value| {
        let Value::Array(items) = value else {
            return Err(Fault::new("list_type", "Input should be a valid list").into());
        };
        if items.len() > max {
            return Err(too_long(items.len(), max).into());
        }
        let mut checked = Vec::with_capacity(items.len());
        let mut errors = Vec::new();
        for (position, item) in items.iter().enumerate() {
            match check(item) {
                Ok(item) => checked.push(item),
                Err(faults) => errors.extend(
                    faults
                        .into()
                        .into_errors(item)
                        .into_iter()
                        .map(|error| error.within(LocationStep::Position(position))),
                ),
            }
        }
        if !errors.is_empty() {
            Err(Faults::Inner(errors))
        } else if items.len() < min {
            Err(too_short(items.len(), min).into())
        } else {
            Ok(checked)
        }
    }
}

fn too_long(length: usize, max: usize) -> Fault {
    let message = format!(
        "List should have at most {} after validation, not {length}",
        count_items(max)
    );
    Fault::new("too_long", message)
        .with("field_type", "List".into())
        .with("max_length", max.into())
        .with("actual_length", length.into())
}

fn too_short(length: usize, min: usize) -> Fault {
    let message = format!(
        "List should have at least {} after validation, not {length}",
        count_items(min)
    );
    Fault::new("too_short", message)
        .with("field_type", "List".into())
        .with("min_length", min.into())
        .with("actual_length", length.into())
}

fn count_items(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} item{plural}")
}

/// A model within a body; `read` returns `None` after it has recorded an error.
pub fn model<T>(read: impl Fn(&mut Fields) -> Option<T>) -> impl Fn(&Value) -> Result<T, Faults> {
    move |value| {
        let Value::Object(source) = value else {
            return Err(Fault::not_an_object().into());
        };
        let mut errors = Vec::new();
        let read = read(&mut Fields::new(source, None, &mut errors));
        read.ok_or(Faults::Inner(errors))
    }
}

type Variant<'a, T> = &'a dyn Fn(&Value) -> Result<T, Faults>;

/// One of several models, told apart by the text in `tag`, as with pydantic's `discriminator`.
pub fn tagged<T>(
    value: &Value,
    tag: &'static str,
    variants: &[(&'static str, Variant<T>)],
) -> Result<T, Faults> {
    let Value::Object(fields) = value else {
        return Err(Fault::not_an_object().into());
    };
    let Some(sent) = fields.get(tag) else {
        let message = format!("Unable to extract tag using discriminator '{tag}'");
        let fault = Fault::new("union_tag_not_found", message)
            .with("discriminator", format!("'{tag}'").into());
        return Err(fault.into());
    };
    let known = variants
        .iter()
        .find(|(name, _)| sent.as_str() == Some(*name));
    let Some((name, check)) = known else {
        return Err(unknown_tag(sent, tag, variants).into());
    };
    check(value).map_err(|faults| {
        let errors = faults.into_errors(value).into_iter();
        Faults::Inner(
            errors
                .map(|error: ValidationError| error.within(LocationStep::from(*name)))
                .collect(),
        )
    })
}

fn unknown_tag<T>(sent: &Value, tag: &str, variants: &[(&'static str, Variant<T>)]) -> Fault {
    let names: Vec<_> = variants
        .iter()
        .map(|(name, _)| format!("'{name}'"))
        .collect();
    let expected = names.join(", ");
    let sent = sent
        .as_str()
        .map_or_else(|| sent.to_string(), str::to_owned);
    let message = format!(
        "Input tag '{sent}' found using '{tag}' does not match any of the expected tags: {expected}"
    );
    Fault::new("union_tag_invalid", message)
        .with("discriminator", format!("'{tag}'").into())
        .with("tag", sent.into())
        .with("expected_tags", expected.into())
}
