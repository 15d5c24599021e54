"""Nodes."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from core_server.schemas.common import INT64_MAX, Answer, UtcDatetime


class NodeStatus(StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"
    MAINTENANCE = "maintenance"


class NodeInput(BaseModel):
    """A node as a client describes it; a PUT without a field sets its default."""

    name: Annotated[str, Field(min_length=2, max_length=64)]
    status: NodeStatus = NodeStatus.OFFLINE
    address: Annotated[str | None, Field(max_length=253)] = None
    agent_port: Annotated[int, Field(ge=1, le=65535)] = 9443
    is_enabled: bool = True
    load_average: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None
    uptime_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    bytes_sent: Annotated[int, Field(ge=0, le=INT64_MAX)] = 0
    last_seen_at: UtcDatetime | None = None
    config: dict[str, Any] = {}


class NodeAnswer(Answer):
    id: UUID
    name: str
    status: NodeStatus
    address: str | None
    agent_port: int
    is_enabled: bool
    load_average: float | None
    uptime_seconds: float
    bytes_sent: int
    last_seen_at: datetime | None
    config: dict[str, Any]
    position: int
    created_at: datetime
    updated_at: datetime


class NodeOrder(BaseModel):
    node_ids: Annotated[list[UUID], Field(max_length=1000)]


class NodePage(Answer):
    items: list[NodeAnswer]
    total: int
    limit: int
    offset: int
