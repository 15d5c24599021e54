from http import HTTPStatus
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Response
from sqlalchemy import select

from core_server.api.nodes import flush_unique_name, next_position
from core_server.auth import ADMIN, VIEW
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.events import tell
from core_server.models import Adoption, Node
from core_server.network import list_seen
from core_server.schemas.adoption import Adopt, Candidate, Mac
from core_server.schemas.node import NodeAnswer, NodeInput, NodeStatus

router = APIRouter(prefix="/adoption", tags=["adoption"])


@router.get("", dependencies=[VIEW])
def list_candidates(session: DatabaseSession) -> list[Candidate]:
    """Machines that are neither a node nor forgotten, seen last first."""
    known = set(session.scalars(select(Adoption.mac)))
    return [candidate for candidate in list_seen() if candidate.mac not in known]


@router.post(
    "/{mac}/adopt",
    response_model=NodeAnswer,
    status_code=HTTPStatus.CREATED,
    dependencies=[ADMIN],
)
def adopt(mac: Mac, described: Adopt, session: DatabaseSession) -> Node:
    """Makes a node of it; one that was forgotten may be adopted too."""
    candidate = find_candidate(mac)
    adoption = session.get(Adoption, mac)
    if adoption is not None and adoption.node_id is not None:
        raise HTTPException(HTTPStatus.CONFLICT, "It is a node already")
    created_at = now()
    about = NodeInput(
        name=described.name or candidate.hostname,
        status=NodeStatus.ONLINE,
        address=candidate.address,
        last_seen_at=candidate.seen_at,
        config={"mac": mac, "model": candidate.model},
    )
    node = Node(
        id=str(uuid4()),
        **about.model_dump(),
        position=next_position(session),
        created_at=created_at,
        updated_at=created_at,
    )
    session.add(node)
    flush_unique_name(session)
    if adoption is None:
        session.add(Adoption(mac=mac, node_id=node.id, created_at=created_at))
    else:
        adoption.node_id = node.id
        adoption.created_at = created_at
    tell(session, "adopted", mac, {"node_id": node.id, "name": node.name})
    session.commit()
    return node


@router.post(
    "/{mac}/forget",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    dependencies=[ADMIN],
)
def forget(mac: Mac, session: DatabaseSession) -> None:
    """It is shown no more; its node, if there is one, has to go first."""
    find_candidate(mac)
    adoption = session.get(Adoption, mac)
    if adoption is not None and adoption.node_id is not None:
        raise HTTPException(HTTPStatus.CONFLICT, "It is a node already")
    if adoption is None:
        session.add(Adoption(mac=mac, node_id=None, created_at=now()))
        tell(session, "forgotten", mac, {})
    session.commit()


def find_candidate(mac: str) -> Candidate:
    for candidate in list_seen():
        if candidate.mac == mac:
            return candidate
    raise HTTPException(HTTPStatus.NOT_FOUND, "It was not seen on the network")
