from collections import defaultdict
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.api.sensors import find_sensor
from core_server.auth import CONTROL, VIEW
from core_server.db import DatabaseSession
from core_server.models import Reading, Sensor
from core_server.schemas.common import UtcDatetime
from core_server.schemas.sensor import Accepted, Bucket, History, NewReading, ReadingAnswer

router = APIRouter(tags=["sensors"])

MOST_BUCKETS = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@router.post("/readings", status_code=HTTPStatus.ACCEPTED, dependencies=[CONTROL])
def add_readings(
    readings: Annotated[list[NewReading], Field(min_length=1, max_length=1000)],
    session: DatabaseSession,
) -> Accepted:
    """All of them or none; of one moment the first that was told stays."""
    accepted = 0
    for reading in readings:
        find_sensor(session, reading.sensor_id)
        key = (str(reading.sensor_id), reading.at)
        if session.get(Reading, key) is None:
            session.add(Reading(sensor_id=key[0], at=reading.at, value=reading.value))
            session.flush()
            accepted += 1
    session.commit()
    return Accepted(accepted=accepted, repeated=len(readings) - accepted)


@router.get(
    "/sensors/{sensor_id}/readings", response_model=list[ReadingAnswer], dependencies=[VIEW]
)
def list_readings(
    sensor_id: UUID,
    start: UtcDatetime,
    end: UtcDatetime,
    session: DatabaseSession,
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> list[Reading]:
    """Oldest first, from `start` up to and without `end`."""
    sensor = find_sensor(session, sensor_id)
    require_range(start, end)
    return select_readings(session, sensor, start, end, limit)


@router.get("/sensors/{sensor_id}/history", dependencies=[VIEW])
def read_history(
    sensor_id: UUID,
    start: UtcDatetime,
    end: UtcDatetime,
    session: DatabaseSession,
    interval_seconds: Annotated[int, Query(ge=1, le=604_800)] = 3600,
) -> History:
    """What was measured in each interval; intervals are counted from 1970 on."""
    sensor = find_sensor(session, sensor_id)
    require_range(start, end)
    interval = timedelta(seconds=interval_seconds)
    if (end - start) / interval > MOST_BUCKETS:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "There are too many intervals")
    values = defaultdict[int, list[float]](list)
    for reading in select_readings(session, sensor, start, end):
        values[(reading.at - EPOCH) // interval].append(reading.value)
    return History(
        sensor_id=sensor_id,
        interval_seconds=interval_seconds,
        buckets=[
            Bucket(
                start=EPOCH + number * interval,
                count=len(found),
                minimum=min(found),
                maximum=max(found),
                mean=round(mean(found), 3),
            )
            for number, found in values.items()
        ],
    )


def mean(values: list[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def require_range(start: datetime, end: datetime) -> None:
    if end <= start:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "The end is not after the start")


def select_readings(
    session: Session, sensor: Sensor, start: datetime, end: datetime, limit: int | None = None
) -> list[Reading]:
    readings = (
        select(Reading)
        .where(Reading.sensor_id == sensor.id)
        .where(Reading.at >= start)
        .where(Reading.at < end)
        .order_by(Reading.at)
        .limit(limit)
    )
    return list(session.scalars(readings))
