import secrets
from http import HTTPStatus
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Response
from sqlalchemy import select

from core_server.auth import CurrentPrincipal, hash_token
from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import ApiToken
from core_server.schemas.account import NewToken, NewTokenAnswer, TokenAnswer

router = APIRouter(prefix="/tokens", tags=["tokens"])


@router.get("", response_model=list[TokenAnswer])
def list_tokens(principal: CurrentPrincipal, session: DatabaseSession) -> list[ApiToken]:
    """One's own, oldest first."""
    tokens = select(ApiToken).where(ApiToken.user_id == principal.user.id)
    return list(session.scalars(tokens.order_by(ApiToken.created_at, ApiToken.id)))


@router.post("", status_code=HTTPStatus.CREATED)
def create_token(
    described: NewToken, principal: CurrentPrincipal, session: DatabaseSession
) -> NewTokenAnswer:
    if any(capability not in principal.capabilities for capability in described.capabilities):
        raise HTTPException(HTTPStatus.FORBIDDEN, "A token can do no more than who makes it")
    token = f"core_{secrets.token_hex(20)}"
    api_token = ApiToken(
        id=str(uuid4()),
        user_id=principal.user.id,
        name=described.name,
        token_hash=hash_token(token),
        capabilities=list(described.capabilities),
        created_at=now(),
        expires_at=described.expires_at,
    )
    session.add(api_token)
    session.commit()
    return NewTokenAnswer(**TokenAnswer.model_validate(api_token).model_dump(), token=token)


@router.delete("/{token_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
def delete_token(token_id: UUID, principal: CurrentPrincipal, session: DatabaseSession) -> None:
    api_token = session.get(ApiToken, str(token_id))
    if api_token is None or api_token.user_id != principal.user.id:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Token not found")
    session.delete(api_token)
    session.commit()
