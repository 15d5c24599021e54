//! A moment in UTC to the microsecond: how it is stored, and how it is answered.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, ParseError, SecondsFormat, SubsecRound, TimeDelta, Utc};
use fastapi_answers::{Checked, Fault, aware_datetime, datetime_text};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Cut to microseconds, which is all that Python keeps.
    pub fn now() -> Self {
        Self(Utc::now().trunc_subsecs(6))
    }

    /// Microseconds since 1970.
    pub fn unix_micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    pub fn from_unix_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or_default())
    }

    pub fn plus(self, duration: TimeDelta) -> Self {
        Self(self.0 + duration)
    }

    /// `Mon, 01 Jan 2024 00:00:00 GMT`, as in a header.
    pub fn to_http_date(self) -> String {
        self.0.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// The text in the database: always six digits, so that text order is time order.
    pub fn to_stored(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }
}

/// A moment as a client sends it; out of range where Python has no year for it in UTC.
pub fn time(value: &Value) -> Checked<Timestamp> {
    let time = aware_datetime(value)?.with_timezone(&Utc);
    if (1..=9999).contains(&time.year()) {
        Ok(Timestamp(time))
    } else {
        Err(Fault::new(
            "datetime_out_of_range",
            "Input should lie between the years 1 and 9999 in UTC",
        ))
    }
}

/// The text in an answer, as pydantic writes it: six digits of a second, or none if all are zero.
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&datetime_text(&self.0))
    }
}

impl FromStr for Timestamp {
    type Err = ParseError;

    fn from_str(stored: &str) -> Result<Self, ParseError> {
        let time = DateTime::parse_from_rfc3339(stored)?;
        Ok(Self(time.with_timezone(&Utc)))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time)
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Timestamp, time};

    fn check_answer(stored: &str, answered: &str) {
        let time: Timestamp = stored.parse().unwrap();
        assert_eq!(time.to_string(), answered);
        assert_eq!(time.to_stored(), stored);
    }

    #[test]
    fn a_zero_fraction_is_dropped() {
        check_answer("2024-05-04T10:15:30.000000Z", "2024-05-04T10:15:30Z");
    }

    #[test]
    fn any_other_fraction_has_six_digits() {
        check_answer("2024-05-04T10:15:30.250000Z", "2024-05-04T10:15:30.250000Z");
        check_answer("1999-12-31T00:00:00.000001Z", "1999-12-31T00:00:00.000001Z");
    }

    #[test]
    fn a_year_that_is_none_in_utc_is_refused() {
        let first = time(&json!("0001-01-01T00:00:00Z")).unwrap();
        assert_eq!(first.to_string(), "0001-01-01T00:00:00Z");
        let before = time(&json!("0001-01-01T00:00:00+01:00")).unwrap_err();
        assert_eq!(before.kind(), "datetime_out_of_range");
    }

    #[test]
    fn the_clock_gives_no_more_than_microseconds() {
        let now = Timestamp::now();
        assert_eq!(now.to_stored().parse::<Timestamp>().unwrap(), now);
    }
}
