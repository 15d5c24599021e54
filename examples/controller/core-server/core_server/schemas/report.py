"""Reports."""

from datetime import datetime

from core_server.schemas.common import Answer


class FleetReport(Answer):
    nodes: int
    never_seen: int
    longest_unseen_at: datetime | None


class TrafficLine(Answer):
    name: str
    bytes_sent: int


class AccessReport(Answer):
    users: int
    tokens: int
