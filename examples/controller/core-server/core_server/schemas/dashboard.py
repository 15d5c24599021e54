"""What the dashboard's first page shows."""

from datetime import datetime
from uuid import UUID

from core_server.schemas.common import Answer


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


class OutputCounts(Answer):
    total: int
    on: int
    locked: int


class DashboardState(Answer):
    nodes: NodeCounts
    last_seen: LastSeenNode | None
    never_seen: list[str]
    uptime: UptimeTotals
    bytes_sent_total: int
    sensors: int
    outputs: OutputCounts
