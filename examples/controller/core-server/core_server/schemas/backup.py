"""Backups of nodes."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from core_server.schemas.common import Answer
from core_server.schemas.node import NodeStatus
from core_server.schemas.output import OutputKind
from core_server.schemas.sensor import SensorKind


class NewBackup(BaseModel):
    label: Annotated[str, Field(max_length=64)] = ""


class BackupAnswer(Answer):
    id: UUID
    node_id: UUID
    label: str
    size_bytes: int
    sha256: str
    created_at: datetime


class SavedNode(Answer):
    name: str
    status: NodeStatus
    address: str | None
    agent_port: int
    is_enabled: bool
    config: dict[str, Any]


class SavedSensor(Answer):
    name: str
    kind: SensorKind
    unit: str
    calibration_offset: Decimal | None
    is_enabled: bool


class SavedOutput(Answer):
    name: str
    kind: OutputKind
    is_locked: bool


class Saved(Answer):
    """The content of a backup: what was set up, without what happened."""

    format: int
    node: SavedNode
    sensors: list[SavedSensor]
    outputs: list[SavedOutput]
