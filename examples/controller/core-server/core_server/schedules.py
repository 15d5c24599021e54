"""What a schedule comes to between two moments."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core_server.models import Schedule
from core_server.schemas.schedule import IntervalRule, ScheduleAnswer, WeeklyRule


def expand(schedule: Schedule, start: datetime, end: datetime) -> Iterator[datetime]:
    """Moments in UTC, in their order, from `start` up to and without `end`."""
    match ScheduleAnswer.model_validate(schedule).rule:
        case WeeklyRule() as rule:
            moments = expand_weekly(rule, ZoneInfo(schedule.time_zone), start, end)
        case IntervalRule() as rule:
            moments = expand_interval(rule, start, end)
    return (moment for moment in moments if start <= moment < end)


def expand_weekly(
    rule: WeeklyRule, zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[datetime]:
    """A time that clocks skip is as much later as they skip; of one that comes twice, the first."""
    at = time.fromisoformat(rule.at)
    day = start.astimezone(zone).date() - timedelta(days=1)
    last = end.astimezone(zone).date()
    while day <= last:
        if day.isoweekday() in rule.days:
            yield datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
        day += timedelta(days=1)


def expand_interval(rule: IntervalRule, start: datetime, end: datetime) -> Iterator[datetime]:
    step = timedelta(minutes=rule.every_minutes)
    passed = max(0, -((rule.starts - start) // step))
    moment = rule.starts + passed * step
    while moment < end:
        yield moment
        moment += step
