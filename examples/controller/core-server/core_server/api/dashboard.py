from fastapi import APIRouter, Depends
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core_server.auth import require_user
from core_server.db import DatabaseSession
from core_server.models import Node
from core_server.schemas import (
    DashboardState,
    LastSeenNode,
    NodeCounts,
    NodeStatus,
    StatusCounts,
    UptimeTotals,
)

router = APIRouter(prefix="/dashboard", tags=["dashboard"], dependencies=[Depends(require_user)])


@router.get("/state")
def read_dashboard_state(session: DatabaseSession) -> DashboardState:
    """What the dashboard's first page shows, in one answer."""
    return DashboardState(
        nodes=count_nodes(session),
        last_seen=find_last_seen_node(session),
        never_seen=list_never_seen_names(session),
        uptime=sum_uptime(session),
        bytes_sent_total=sum_bytes_sent(session),
    )


def count_nodes(session: Session) -> NodeCounts:
    rows = session.execute(select(Node.status, func.count()).group_by(Node.status))
    by_status = {NodeStatus(status): count for status, count in rows}
    enabled = select(func.count()).select_from(Node).where(Node.is_enabled)
    return NodeCounts(
        total=sum(by_status.values()),
        enabled=session.scalar(enabled),
        by_status=StatusCounts(**{status: by_status.get(status, 0) for status in NodeStatus}),
    )


def find_last_seen_node(session: Session) -> LastSeenNode | None:
    node = session.scalar(
        select(Node)
        .where(Node.last_seen_at.is_not(None))
        .order_by(Node.last_seen_at.desc(), Node.id)
        .limit(1)
    )
    return None if node is None else LastSeenNode(id=node.id, name=node.name, at=node.last_seen_at)


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
