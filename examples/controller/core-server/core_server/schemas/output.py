"""Outputs and what they were told to do."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core_server.schemas.common import Answer


class OutputKind(StrEnum):
    RELAY = "relay"
    DIMMER = "dimmer"


class OutputInput(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=64)]
    kind: OutputKind
    is_locked: bool = False


class NewOutput(OutputInput):
    node_id: UUID


class OutputAnswer(Answer):
    id: UUID
    node_id: UUID
    name: str
    kind: OutputKind
    level: int
    """From 0, which is off, to 100."""
    is_locked: bool
    created_at: datetime
    updated_at: datetime


class TurnOn(BaseModel):
    action: Literal["on"]


class TurnOff(BaseModel):
    action: Literal["off"]


class Toggle(BaseModel):
    action: Literal["toggle"]


class SetLevel(BaseModel):
    action: Literal["set"]
    level: Annotated[int, Field(ge=0, le=100)]


class CommandInput(BaseModel):
    command: Annotated[TurnOn | TurnOff | Toggle | SetLevel, Field(discriminator="action")]


class CommandAnswer(Answer):
    id: UUID
    output_id: UUID
    user_id: UUID | None
    action: str
    level: int
    """The level that it led to."""
    created_at: datetime


class CommandPage(Answer):
    items: list[CommandAnswer]
    total: int
