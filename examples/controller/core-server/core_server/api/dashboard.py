from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import ColumnExpressionArgument, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core_server.auth import VIEW
from core_server.db import DatabaseSession
from core_server.models import Node, Output, Sensor
from core_server.schemas.dashboard import (
    DashboardState,
    LastSeenNode,
    NodeCounts,
    OutputCounts,
    StatusCounts,
    UptimeTotals,
)
from core_server.schemas.node import NodeStatus

router = APIRouter(prefix="/dashboard", tags=["dashboard"], dependencies=[VIEW])


@router.get("/state")
def read_dashboard_state(session: DatabaseSession) -> DashboardState:
    """What the dashboard's first page shows, in one answer."""
    return DashboardState(
        nodes=count_nodes(session),
        last_seen=find_last_seen_node(session),
        never_seen=list_never_seen_names(session),
        uptime=sum_uptime(session),
        bytes_sent_total=sum_bytes_sent(session),
        sensors=count(session, Sensor.id),
        outputs=OutputCounts(
            total=count(session, Output.id),
            on=count(session, Output.id, Output.level > 0),
            locked=count(session, Output.id, Output.is_locked),
        ),
    )


def count_nodes(session: Session) -> NodeCounts:
    rows = session.execute(select(Node.status, func.count()).group_by(Node.status))
    by_status = {NodeStatus(status): count for status, count in rows}
    return NodeCounts(
        total=sum(by_status.values()),
        enabled=count(session, Node.id, Node.is_enabled),
        by_status=StatusCounts(**{status: by_status.get(status, 0) for status in NodeStatus}),
    )


def count(
    session: Session,
    column: InstrumentedAttribute[str],
    *conditions: ColumnExpressionArgument[bool],
) -> int:
    return session.scalar(select(func.count(column)).where(*conditions)) or 0


def find_last_seen_node(session: Session) -> LastSeenNode | None:
    node = session.scalar(
        select(Node)
        .where(Node.last_seen_at.is_not(None))
        .order_by(Node.last_seen_at.desc(), Node.id)
        .limit(1)
    )
    if node is None or node.last_seen_at is None:
        return None
    return LastSeenNode(id=UUID(node.id), name=node.name, at=node.last_seen_at)


def list_never_seen_names(session: Session) -> list[str]:
    names = select(Node.name).where(Node.last_seen_at.is_(None)).order_by(Node.created_at, Node.id)
    return list(session.scalars(names))


def sum_bytes_sent(session: Session) -> int:
    # Not in SQL: two full counters together are more than its sum can hold.
    return sum(session.scalars(select(Node.bytes_sent)))


def sum_uptime(session: Session) -> UptimeTotals:
    total, average, longest = session.execute(
        select(
            func.coalesce(func.sum(Node.uptime_seconds), 0.0),
            func.avg(Node.uptime_seconds),
            func.max(Node.uptime_seconds),
        )
    ).one()
    return UptimeTotals(total_seconds=total, average_seconds=average, longest_seconds=longest)
