//! Reads and writes times as pydantic does, with the parser that pydantic has inside.

use chrono::{DateTime as Moment, FixedOffset, SecondsFormat, TimeZone};
use serde_json::{Number, Value};
use speedate::{
    Date, DateTime, DateTimeConfig, MicrosecondsPrecisionOverflowBehavior, ParseError, Time,
    TimeConfig,
};
use strum::EnumMessage;

use crate::error::Fault;
use crate::json::is_float;
use crate::values::Checked;
use crate::values::numbers::read_float;

/// A moment with a time zone: a text, or seconds or milliseconds since 1970.
pub fn aware_datetime(value: &Value) -> Checked<Moment<FixedOffset>> {
    let time = match value {
        Value::String(text) => time_from_text(text)?,
        Value::Number(number) => time_from_number(number)?,
        _ => return Err(not_time()),
    };
    if time.date.year == 0 {
        return Err(unreadable_time("year 0 is out of range"));
    }
    let Some(offset) = time.time.tz_offset.and_then(FixedOffset::east_opt) else {
        return Err(Fault::new(
            "timezone_aware",
            "Input should have timezone info",
        ));
    };
    Moment::from_timestamp(time.timestamp_tz(), time.time.microsecond * 1000)
        .map(|moment| moment.with_timezone(&offset))
        .ok_or_else(not_time)
}

/// The text in an answer: `Z` for no offset, and six digits of a second, or none if all are zero.
pub fn datetime_text<Z: TimeZone>(time: &Moment<Z>) -> String {
    let precision = match time.timestamp_subsec_micros() {
        0 => SecondsFormat::Secs,
        _ => SecondsFormat::Micros,
    };
    time.to_rfc3339_opts(precision, true)
}

/// A date alone would be a midnight without a zone; pydantic tries it, and says so.
fn time_from_text(text: &str) -> Checked<DateTime> {
    DateTime::parse_str_with_config(text, &pydantic_config()).or_else(|_| {
        match Date::parse_str(text) {
            Ok(date) => Ok(midnight(date)),
            Err(error) => {
                let reason = explain(&error);
                let message = format!("Input should be a valid datetime or date, {reason}");
                Err(Fault::new("datetime_from_date_parsing", message).with("error", reason.into()))
            }
        }
    })
}

fn midnight(date: Date) -> DateTime {
    let time = Time {
        hour: 0,
        minute: 0,
        second: 0,
        microsecond: 0,
        tz_offset: None,
    };
    DateTime { date, time }
}

fn time_from_number(number: &Number) -> Checked<DateTime> {
    let config = pydantic_config();
    let time = if let Some(seconds) = number.as_i64() {
        DateTime::from_timestamp_with_config(seconds, 0, &config)
    } else {
        let seconds = read_float(number);
        if !is_float(number) && seconds.is_infinite() {
            return Err(not_time());
        }
        DateTime::from_float_with_config(seconds, &config)
    };
    time.map_err(|error| unreadable_time(explain(&error)))
}

/// Digits past the microsecond are dropped, and seconds since 1970 are in UTC.
fn pydantic_config() -> DateTimeConfig {
    let time_config = TimeConfig::builder()
        .microseconds_precision_overflow_behavior(MicrosecondsPrecisionOverflowBehavior::Truncate)
        .unix_timestamp_offset(Some(0))
        .build();
    DateTimeConfig::builder().time_config(time_config).build()
}

fn not_time() -> Fault {
    Fault::new("datetime_type", "Input should be a valid datetime")
}

fn unreadable_time(reason: &str) -> Fault {
    let message = format!("Input should be a valid datetime, {reason}");
    Fault::new("datetime_parsing", message).with("error", reason.into())
}

fn explain(error: &ParseError) -> &'static str {
    error.get_documentation().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::{aware_datetime, datetime_text};
    use crate::json::parse;

    /// What became of the JSON text, or the type of the error.
    fn check_time(sent: &str, expected: &str) {
        let found = match aware_datetime(&parse(sent).unwrap()) {
            Ok(time) => datetime_text(&time.with_timezone(&Utc)),
            Err(fault) => fault.kind().to_owned(),
        };
        assert_eq!(found, expected, "{sent}");
    }

    #[test]
    fn a_time_is_turned_to_utc() {
        check_time(
            r#""2024-05-04T12:15:30.5+02:00""#,
            "2024-05-04T10:15:30.500000Z",
        );
        check_time(
            r#""2024-05-04T10:15:30.1234567Z""#,
            "2024-05-04T10:15:30.123456Z",
        );
        check_time("1714817730", "2024-05-04T10:15:30Z");
        check_time("1714817730000", "2024-05-04T10:15:30Z");
        check_time(r#""2024-05-04""#, "timezone_aware");
        check_time(r#""tomorrow""#, "datetime_from_date_parsing");
    }
}
