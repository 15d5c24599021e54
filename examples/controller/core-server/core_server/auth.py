"""Passwords, tokens, and who sends a request."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Annotated, Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import Depends, HTTPException, Request, Response, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import ApiToken, User, UserSession
from core_server.schemas.account import Capability

SESSION_LIFETIME = timedelta(hours=12)

SESSION_COOKIE = "core_session"
"""The same token as in the answer, for what a browser asks for without a header."""

bearer = HTTPBearer(auto_error=False)


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(
        status.HTTP_401_UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


@dataclass(frozen=True)
class Principal:
    """Who sends a request, what that one may do, and the token by which it is known."""

    user: User
    capabilities: list[str]
    token_hash: str


@cache
def password_hasher() -> PasswordHasher:
    """The parameters that RFC 9106 recommends where memory is short; Rust has the same."""
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


def hash_password(password: str) -> str:
    return password_hasher().hash(password)


def find_user_by_password(session: Session, username: str, password: str) -> User | None:
    user = session.scalar(select(User).where(User.username == username).where(User.is_enabled))
    if user is None or not is_password(user, password):
        return None
    return user


def is_password(user: User, password: str) -> bool:
    try:
        return password_hasher().verify(user.password_hash, password)
    except VerifyMismatchError:
        return False


def start_session(session: Session, user: User) -> tuple[str, UserSession]:
    """Returns the token, which only the client keeps, and the row, which holds its hash."""
    token = secrets.token_hex(32)
    created_at = now()
    user_session = UserSession(
        id=str(uuid4()),
        user_id=user.id,
        token_hash=hash_token(token),
        created_at=created_at,
        expires_at=created_at + SESSION_LIFETIME,
    )
    session.add(user_session)
    session.commit()
    return token, user_session


def set_session_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
    )


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def authenticate(
    request: Request,
    session: DatabaseSession,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Principal:
    token = credentials.credentials if credentials else request.cookies.get(SESSION_COOKIE)
    if not token:
        raise unauthorized("Not authenticated")
    principal = find_principal(session, hash_token(token))
    if principal is None:
        raise unauthorized("Invalid or expired token")
    return principal


CurrentPrincipal = Annotated[Principal, Depends(authenticate)]


def find_principal(session: Session, token_hash: str) -> Principal | None:
    user = session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_hash == token_hash)
        .where(UserSession.expires_at > now())
        .where(User.is_enabled)
    )
    if user is not None:
        return Principal(user, user.capabilities, token_hash)
    found = session.execute(
        select(User, ApiToken)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == token_hash)
        .where(or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now()))
        .where(User.is_enabled)
    ).one_or_none()
    if found is None:
        return None
    user, api_token = found
    # A token can do no more than its user can by now.
    capabilities = [c for c in api_token.capabilities if c in user.capabilities]
    return Principal(user, capabilities, token_hash)


def require(capability: Capability) -> Callable[[Principal], Principal]:
    def check(principal: CurrentPrincipal) -> Principal:
        if capability not in principal.capabilities:
            raise HTTPException(status.HTTP_403_FORBIDDEN, f"The capability {capability} is needed")
        return principal

    return check


VIEW: Any = Depends(require(Capability.VIEW))
CONTROL: Any = Depends(require(Capability.CONTROL))
ADMIN: Any = Depends(require(Capability.ADMIN))

Viewer = Annotated[Principal, VIEW]
Controller = Annotated[Principal, CONTROL]
Administrator = Annotated[Principal, ADMIN]
