"""Schedules, and the calendar that they come to."""

import zoneinfo
from datetime import datetime
from functools import cache
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from core_server.schemas.common import Answer, UtcDatetime

# The zones of the package tzdata, not those of the machine: they are the same wherever this runs.
zoneinfo.reset_tzpath(to=())


@cache
def known_time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> str:
    if name not in known_time_zones():
        raise PydanticCustomError("time_zone", "Input should be the name of a time zone")
    return name


def in_order(days: list[int]) -> list[int]:
    return sorted(set(days))


class WeeklyRule(BaseModel):
    kind: Literal["weekly"]
    days: Annotated[
        list[Annotated[int, Field(ge=1, le=7)]],
        Field(min_length=1, max_length=7),
        AfterValidator(in_order),
    ]
    """From 1, which is Monday, to 7."""
    at: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    """In the schedule's time zone."""


class IntervalRule(BaseModel):
    kind: Literal["interval"]
    every_minutes: Annotated[int, Field(ge=1, le=10_080)]
    starts: UtcDatetime


Rule = Annotated[WeeklyRule | IntervalRule, Field(discriminator="kind")]


class ScheduleInput(BaseModel):
    """A schedule as a client describes it; a PUT without a field sets its default."""

    output_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=64)]
    time_zone: Annotated[str, Field(max_length=64), AfterValidator(check_time_zone)] = "UTC"
    rule: Rule
    level: Annotated[int, Field(ge=0, le=100)] = 100
    is_enabled: bool = True


class ScheduleAnswer(Answer):
    id: UUID
    output_id: UUID
    name: str
    time_zone: str
    rule: Rule
    level: int
    is_enabled: bool
    created_at: datetime
    updated_at: datetime


class Occurrence(Answer):
    schedule_id: UUID
    output_id: UUID
    name: str
    level: int
    at: datetime
    local: datetime
    """The same moment in the schedule's time zone."""
