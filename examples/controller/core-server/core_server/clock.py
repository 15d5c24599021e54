"""Time as the server keeps it: UTC, to the microsecond."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)


def to_utc(time: datetime) -> datetime:
    return time.astimezone(UTC)
