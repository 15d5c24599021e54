//! Decimals, which keep the digits that were sent.

use std::fmt;
use std::str::FromStr;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::error::Fault;
use crate::json::is_float;
use crate::values::Checked;
use crate::values::numbers::read_float;

/// A finite decimal as Python's `Decimal` holds it: `1.50` is not `1.5`, and is answered as a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Decimal {
    is_negative: bool,
    /// Without leading zeros; zero is `0`.
    digits: String,
    exponent: i64,
}

/// A decimal of at most `max_digits`, `decimal_places` of them behind the point: a text or a number.
pub fn decimal(max_digits: i64, decimal_places: i64) -> impl Fn(&Value) -> Checked<Decimal> {
    move |value| {
        let decimal = read_decimal(value)?;
        decimal.check_length(max_digits, decimal_places)?;
        Ok(decimal)
    }
}

fn read_decimal(value: &Value) -> Checked<Decimal> {
    let unreadable = || Fault::new("decimal_parsing", "Input should be a valid decimal");
    let not_finite = || Fault::new("finite_number", "Input should be a finite number");
    match value {
        Value::String(text) => {
            let text = text.trim();
            let word = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
            if ["inf", "infinity"].contains(&word.as_str()) || is_nan(&word) {
                return Err(not_finite());
            }
            text.replace('_', "").parse().map_err(|()| unreadable())
        }
        Value::Number(number) if is_float(number) => {
            let float = read_float(number);
            if !float.is_finite() {
                return Err(not_finite());
            }
            // By way of Python's spelling of the double, whose exponent changes no digit.
            format!("{float:?}").parse().map_err(|()| unreadable())
        }
        Value::Number(number) => number.as_str().parse().map_err(|()| unreadable()),
        _ => Err(Fault::new(
            "decimal_type",
            "Decimal input should be an integer, float, string or Decimal object",
        )),
    }
}

/// `nan`, `snan`, either with digits behind.
fn is_nan(word: &str) -> bool {
    let word = word.strip_prefix('s').unwrap_or(word);
    word.strip_prefix("nan")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Decimal {
    /// How many digits there are, and how many of them behind the point.
    fn count_digits(&self) -> (i64, i64) {
        let length = self.digits.len() as i64;
        if self.exponent >= 0 {
            (length + self.exponent, 0)
        } else {
            (length.max(-self.exponent), -self.exponent)
        }
    }

    /// Without zeros at the end: `1.50` → `1.5`, `100` → `1E+2`.
    fn normalized(&self) -> Self {
        let digits = match self.digits.trim_end_matches('0') {
            "" => "0",
            digits => digits,
        };
        let zeros = (self.digits.len() - digits.len()) as i64;
        Self {
            is_negative: self.is_negative,
            digits: digits.to_owned(),
            exponent: if digits == "0" {
                0
            } else {
                self.exponent + zeros
            },
        }
    }

    /// Zeros at the end are no digits too many.
    fn check_length(&self, max_digits: i64, max_places: i64) -> Checked<()> {
        let (digits, places) = self.count_digits();
        let (least_digits, least_places) = self.normalized().count_digits();
        if digits > max_digits && least_digits > max_digits {
            let message = format!(
                "Decimal input should have no more than {} in total",
                count(max_digits, "digit")
            );
            return Err(
                Fault::new("decimal_max_digits", message).with("max_digits", max_digits.into())
            );
        }
        if places > max_places && least_places > max_places {
            let message = format!(
                "Decimal input should have no more than {}",
                count(max_places, "decimal place")
            );
            return Err(
                Fault::new("decimal_max_places", message).with("decimal_places", max_places.into())
            );
        }
        let whole = max_digits - max_places;
        if digits - places > whole && least_digits - least_places > whole {
            let message = format!(
                "Decimal input should have no more than {} before the decimal point",
                count(whole, "digit")
            );
            return Err(
                Fault::new("decimal_whole_digits", message).with("whole_digits", whole.into())
            );
        }
        Ok(())
    }
}

fn count(count: i64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

impl FromStr for Decimal {
    type Err = ();

    /// Reads `-12.50`, `.5`, `1.` and `1e-3`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (number, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i64>().map_err(|_| ())?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(());
        }
        let digits = match digits.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        Ok(Self {
            is_negative: text.starts_with('-'),
            digits: digits.to_owned(),
            exponent: exponent - fraction.len() as i64,
        })
    }
}

/// As Python's `str` spells it.
impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_negative {
            formatter.write_str("-")?;
        }
        let length = self.digits.len() as i64;
        // How many digits stand before the point.
        let point = length + self.exponent;
        if self.exponent <= 0 && point > -6 {
            if self.exponent == 0 {
                formatter.write_str(&self.digits)
            } else if point > 0 {
                let (whole, fraction) = self.digits.split_at(point as usize);
                write!(formatter, "{whole}.{fraction}")
            } else {
                let zeros = "0".repeat(-point as usize);
                write!(formatter, "0.{zeros}{}", self.digits)
            }
        } else {
            let (first, rest) = self.digits.split_at(1);
            formatter.write_str(first)?;
            if !rest.is_empty() {
                write!(formatter, ".{rest}")?;
            }
            write!(formatter, "E{:+}", point - 1)
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let unexpected = || D::Error::invalid_value(Unexpected::Str(&text), &"a decimal");
        text.parse().map_err(|()| unexpected())
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use crate::json::parse;

    /// What became of the JSON text, or the type of the error.
    fn check_decimal(sent: &str, expected: &str) {
        let found = match decimal(8, 3)(&parse(sent).unwrap()) {
            Ok(decimal) => decimal.to_string(),
            Err(fault) => fault.kind().to_owned(),
        };
        assert_eq!(found, expected, "{sent}");
    }

    #[test]
    fn a_decimal_keeps_its_digits() {
        check_decimal(r#""-01.50""#, "-1.50");
        check_decimal("0.1", "0.1");
        check_decimal("12", "12");
        check_decimal(r#""1e2""#, "1E+2");
        check_decimal(r#""1.2000""#, "1.2000");
        check_decimal("1.2345", "decimal_max_places");
        check_decimal("123456789", "decimal_max_digits");
        check_decimal("123456", "decimal_whole_digits");
        check_decimal(r#""inf""#, "finite_number");
        check_decimal(r#""1,5""#, "decimal_parsing");
        check_decimal("null", "decimal_type");
    }
}
