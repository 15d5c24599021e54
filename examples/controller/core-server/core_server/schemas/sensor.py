"""Sensors and what they measured."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core_server.schemas.common import Answer, UtcDatetime


class SensorKind(StrEnum):
    TEMPERATURE = "temperature"
    LEVEL = "level"
    VOLTAGE = "voltage"


class SensorInput(BaseModel):
    """A sensor as a client describes it; a PUT without a field sets its default."""

    name: Annotated[str, Field(min_length=1, max_length=64)]
    kind: SensorKind
    unit: Annotated[str, Field(min_length=1, max_length=16)]
    calibration_offset: Annotated[Decimal, Field(max_digits=8, decimal_places=3)] | None = None
    is_enabled: bool = True


class NewSensor(SensorInput):
    node_id: UUID


class SensorAnswer(Answer):
    id: UUID
    node_id: UUID
    name: str
    kind: SensorKind
    unit: str
    calibration_offset: Decimal | None
    is_enabled: bool
    created_at: datetime
    updated_at: datetime


class NewReading(BaseModel):
    sensor_id: UUID
    at: UtcDatetime
    value: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class Accepted(Answer):
    accepted: int
    """Readings that were not known yet."""
    repeated: int
    """Readings of a moment of which the sensor had told already; the first stays."""


class ReadingAnswer(Answer):
    at: datetime
    value: float


class Bucket(Answer):
    start: datetime
    count: int
    minimum: float
    maximum: float
    mean: float
    """To three places."""


class History(Answer):
    sensor_id: UUID
    interval_seconds: int
    buckets: list[Bucket]
    """Oldest first; an interval without a reading has none."""
