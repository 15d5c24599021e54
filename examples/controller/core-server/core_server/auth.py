"""Passwords, session tokens, and the user of a request."""

import hashlib
import secrets
from datetime import timedelta
from typing import Annotated
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.clock import now
from core_server.db import DatabaseSession
from core_server.models import User, UserSession

SESSION_LIFETIME = timedelta(hours=12)

bearer = HTTPBearer(auto_error=False)


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(
        status.HTTP_401_UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


def find_user_by_password(session: Session, username: str, password: str) -> User | None:
    user = session.scalar(select(User).where(User.username == username))
    if user is None or not is_password(user, password):
        return None
    return user


def is_password(user: User, password: str) -> bool:
    try:
        return PasswordHasher().verify(user.password_hash, password)
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


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def require_user(
    session: DatabaseSession,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> User:
    if credentials is None:
        raise unauthorized("Not authenticated")
    user = session.scalar(
        select(User)
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_hash == hash_token(credentials.credentials))
        .where(UserSession.expires_at > now())
    )
    if user is None:
        raise unauthorized("Invalid or expired token")
    return user


CurrentUser = Annotated[User, Depends(require_user)]
