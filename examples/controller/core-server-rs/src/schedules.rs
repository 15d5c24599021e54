//! What a schedule comes to between two moments.

use chrono::offset::LocalResult;
use chrono::{
    DateTime, Datelike, Days, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

use crate::models::{Rule, Schedule};
use crate::timestamp::Timestamp;

/// Moments in UTC, in their order, from `start` up to and without `end`; at most `limit` and one.
pub fn expand(
    schedule: &Schedule,
    start: Timestamp,
    end: Timestamp,
    limit: usize,
) -> Vec<DateTime<Utc>> {
    let (start, end) = (start.into(), end.into());
    match &schedule.rule {
        Rule::Weekly { days, at } => {
            expand_weekly(days, read_time(at), schedule.time_zone, start, end)
        }
        Rule::Interval {
            every_minutes,
            starts,
        } => expand_interval(*every_minutes, (*starts).into(), start, end, limit),
    }
}

fn expand_weekly(
    days: &[i64],
    at: NaiveTime,
    zone: Tz,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let first = start.with_timezone(&zone).date_naive() - Days::new(1);
    let last = end.with_timezone(&zone).date_naive();
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| days.contains(&i64::from(day.weekday().number_from_monday())))
        .map(|day| to_utc(zone, day.and_time(at)))
        .filter(|moment| (start..end).contains(moment))
        .collect()
}

fn expand_interval(
    every_minutes: i64,
    starts: DateTime<Utc>,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    limit: usize,
) -> Vec<DateTime<Utc>> {
    let step = every_minutes * 60_000_000;
    let late = (start - starts).num_microseconds().unwrap_or_default();
    // Rounded up: the first that is not before the start.
    let passed = (-(-late).div_euclid(step)).max(0);
    (passed..)
        .map(|number| starts + TimeDelta::microseconds(number * step))
        .take_while(|moment| *moment < end)
        .take(limit + 1)
        .collect()
}

/// A time that clocks skip is as much later as they skip; of one that comes twice, the first.
fn to_utc(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => time.to_utc(),
        LocalResult::None => {
            let before = zone.offset_from_utc_datetime(&(local - TimeDelta::days(1)));
            (local - before.fix()).and_utc()
        }
    }
}

/// `06:30`, as it was checked before it was stored.
fn read_time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use chrono_tz::Tz;

    use super::to_utc;

    fn check_utc(zone: Tz, local: &str, utc: &str) {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(
            to_utc(zone, local).format("%Y-%m-%d %H:%M").to_string(),
            utc
        );
    }

    #[test]
    fn clocks_skip_an_hour_and_go_back() {
        check_utc(Tz::Europe__Berlin, "2024-03-31 02:30", "2024-03-31 01:30");
        check_utc(Tz::Europe__Berlin, "2024-10-27 02:30", "2024-10-27 00:30");
        check_utc(
            Tz::Australia__Lord_Howe,
            "2024-10-06 02:15",
            "2024-10-05 15:45",
        );
        check_utc(Tz::UTC, "2024-03-31 02:30", "2024-03-31 02:30");
    }
}
