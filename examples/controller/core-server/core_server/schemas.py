"""What the API takes and answers; ../openapi/openapi.json is the contract that it follows."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from core_server.clock import to_utc

INT64_MAX = 2**63 - 1
"""The largest counter that the database holds."""


def to_utc_in_range(time: datetime) -> datetime:
    try:
        return to_utc(time)
    except OverflowError:
        raise PydanticCustomError(
            "datetime_out_of_range", "Input should lie between the years 1 and 9999 in UTC"
        ) from None


UtcDatetime = Annotated[AwareDatetime, AfterValidator(to_utc_in_range)]


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Health(Answer):
    status: str


class Credentials(BaseModel):
    username: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=128)]


class UserAnswer(Answer):
    id: UUID
    username: str
    display_name: str
    created_at: datetime


class SessionAnswer(Answer):
    token: str
    expires_at: datetime
    user: UserAnswer


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
    created_at: datetime
    updated_at: datetime


class NodePage(Answer):
    items: list[NodeAnswer]
    total: int
    limit: int
    offset: int


class StatusCounts(Answer):
    online: int
    offline: int
    maintenance: int


class NodeCounts(Answer):
    total: int
    enabled: int
    by_status: StatusCounts


class LastSeenNode(Answer):
    id: UUID
    name: str
    at: datetime


class UptimeTotals(Answer):
    total_seconds: float
    average_seconds: float | None
    longest_seconds: float | None


class DashboardState(Answer):
    nodes: NodeCounts
    last_seen: LastSeenNode | None
    never_seen: list[str]
    uptime: UptimeTotals
    bytes_sent_total: int
