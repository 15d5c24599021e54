from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.api.outputs import find_output
from core_server.api.readings import require_range
from core_server.auth import CONTROL, VIEW
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import Schedule
from core_server.schedules import expand
from core_server.schemas.common import UtcDatetime
from core_server.schemas.schedule import Occurrence, ScheduleAnswer, ScheduleInput

router = APIRouter(tags=["schedules"])

LONGEST = timedelta(days=62)
MOST_OCCURRENCES = 2000


@router.get("/schedules", response_model=list[ScheduleAnswer], dependencies=[VIEW])
def list_schedules(session: DatabaseSession) -> list[Schedule]:
    """Oldest first; schedules of the same age by id."""
    return select_schedules(session)


@router.post(
    "/schedules",
    response_model=ScheduleAnswer,
    status_code=HTTPStatus.CREATED,
    dependencies=[CONTROL],
)
def create_schedule(described: ScheduleInput, session: DatabaseSession) -> Schedule:
    find_output(session, described.output_id)
    created_at = now()
    schedule = Schedule(
        id=str(uuid4()), **columns_of(described), created_at=created_at, updated_at=created_at
    )
    session.add(schedule)
    session.commit()
    return schedule


@router.get("/schedules/{schedule_id}", response_model=ScheduleAnswer, dependencies=[VIEW])
def read_schedule(schedule_id: UUID, session: DatabaseSession) -> Schedule:
    return find_schedule(session, schedule_id)


@router.put("/schedules/{schedule_id}", response_model=ScheduleAnswer, dependencies=[CONTROL])
def replace_schedule(
    schedule_id: UUID, described: ScheduleInput, session: DatabaseSession
) -> Schedule:
    schedule = find_schedule(session, schedule_id)
    find_output(session, described.output_id)
    for column, value in columns_of(described).items():
        setattr(schedule, column, value)
    schedule.updated_at = now()
    session.commit()
    return schedule


@router.delete(
    "/schedules/{schedule_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    dependencies=[CONTROL],
)
def delete_schedule(schedule_id: UUID, session: DatabaseSession) -> None:
    session.delete(find_schedule(session, schedule_id))
    session.commit()


@router.get("/calendar", dependencies=[VIEW])
def read_calendar(
    start: UtcDatetime, end: UtcDatetime, session: DatabaseSession
) -> list[Occurrence]:
    """What all enabled schedules come to, in the order of time; at one moment oldest first."""
    require_range(start, end)
    if end - start > LONGEST:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The calendar has 62 days at most")
    occurrences: list[Occurrence] = []
    for schedule in select_schedules(session):
        if not schedule.is_enabled:
            continue
        for moment in expand(schedule, start, end):
            if len(occurrences) == MOST_OCCURRENCES:
                raise HTTPException(
                    HTTPStatus.UNPROCESSABLE_ENTITY, "There are too many occurrences"
                )
            occurrences.append(
                Occurrence(
                    schedule_id=UUID(schedule.id),
                    output_id=UUID(schedule.output_id),
                    name=schedule.name,
                    level=schedule.level,
                    at=moment,
                    local=moment.astimezone(ZoneInfo(schedule.time_zone)),
                )
            )
    return sorted(occurrences, key=lambda occurrence: occurrence.at)


def columns_of(described: ScheduleInput) -> dict[str, Any]:
    columns = described.model_dump(exclude={"output_id", "rule"})
    rule = described.rule.model_dump(mode="json")
    return {**columns, "output_id": str(described.output_id), "rule": rule}


def select_schedules(session: Session) -> list[Schedule]:
    return list(session.scalars(select(Schedule).order_by(Schedule.created_at, Schedule.id)))


def find_schedule(session: Session, schedule_id: UUID) -> Schedule:
    schedule = session.get(Schedule, str(schedule_id))
    if schedule is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Schedule not found")
    return schedule
