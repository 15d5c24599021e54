from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Query, Response
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core_server.auth import ADMIN, VIEW
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import Node
from core_server.schemas.node import NodeAnswer, NodeInput, NodeOrder, NodePage, NodeStatus

router = APIRouter(prefix="/nodes", tags=["nodes"])
order_router = APIRouter(prefix="/node-order", tags=["nodes"])

IN_ORDER = (Node.position, Node.created_at, Node.id)
"""As people have put them; those that nobody has moved oldest first, of the same age by id."""


@router.get("", response_model=NodePage, dependencies=[VIEW])
def list_nodes(
    session: DatabaseSession,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    status: NodeStatus | None = None,
) -> dict[str, object]:
    nodes = select(Node) if status is None else select(Node).where(Node.status == status)
    page = nodes.order_by(*IN_ORDER).limit(limit).offset(offset)
    return {
        "items": session.scalars(page).all(),
        "total": session.scalar(select(func.count()).select_from(nodes.subquery())),
        "limit": limit,
        "offset": offset,
    }


@router.post("", response_model=NodeAnswer, status_code=HTTPStatus.CREATED, dependencies=[ADMIN])
def create_node(node_input: NodeInput, session: DatabaseSession) -> Node:
    created_at = now()
    node = Node(
        id=str(uuid4()),
        **node_input.model_dump(),
        position=next_position(session),
        created_at=created_at,
        updated_at=created_at,
    )
    session.add(node)
    commit_unique_name(session)
    return node


@router.get("/{node_id}", response_model=NodeAnswer, dependencies=[VIEW])
def read_node(node_id: UUID, session: DatabaseSession) -> Node:
    return find_node(session, node_id)


@router.put("/{node_id}", response_model=NodeAnswer, dependencies=[ADMIN])
def replace_node(node_id: UUID, node_input: NodeInput, session: DatabaseSession) -> Node:
    node = find_node(session, node_id)
    for field, value in node_input.model_dump().items():
        setattr(node, field, value)
    node.updated_at = now()
    commit_unique_name(session)
    return node


@router.delete(
    "/{node_id}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    dependencies=[ADMIN],
)
def delete_node(node_id: UUID, session: DatabaseSession) -> None:
    session.delete(find_node(session, node_id))
    session.commit()


@order_router.put("", response_model=list[NodeAnswer], dependencies=[ADMIN])
def reorder_nodes(order: NodeOrder, session: DatabaseSession) -> list[Node]:
    """Puts all nodes in the order of their ids."""
    nodes = {node.id: node for node in session.scalars(select(Node))}
    wanted = [str(node_id) for node_id in order.node_ids]
    if sorted(wanted) != sorted(nodes):
        raise HTTPException(HTTPStatus.CONFLICT, "These are not the nodes that there are")
    for position, node_id in enumerate(wanted, start=1):
        nodes[node_id].position = position
    session.commit()
    return [nodes[node_id] for node_id in wanted]


def find_node(session: Session, node_id: UUID) -> Node:
    node = session.get(Node, str(node_id))
    if node is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Node not found")
    return node


def next_position(session: Session) -> int:
    """Behind all others."""
    return (session.scalar(select(func.max(Node.position))) or 0) + 1


def commit_unique_name(session: Session) -> None:
    flush_unique_name(session)
    session.commit()


def flush_unique_name(session: Session) -> None:
    """The name is the one value of a node that the database refuses."""
    try:
        session.flush()
    except IntegrityError as error:
        raise HTTPException(HTTPStatus.CONFLICT, "A node with this name already exists") from error
