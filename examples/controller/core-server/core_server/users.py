"""What may become of users."""

from http import HTTPStatus
from uuid import UUID, uuid4

from fastapi import HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from core_server.auth import hash_password
from core_server.clock import now
from core_server.models import User
from core_server.schemas.account import Capability, FirstUser


def new_user(described: FirstUser, capabilities: list[Capability]) -> User:
    return User(
        id=str(uuid4()),
        username=described.username,
        display_name=described.display_name,
        password_hash=hash_password(described.password),
        capabilities=capabilities,
        is_enabled=True,
        created_at=now(),
    )


def find_user(session: Session, user_id: UUID) -> User:
    user = session.get(User, str(user_id))
    if user is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "User not found")
    return user


def list_users(session: Session) -> list[User]:
    """Oldest first; users of the same age by id."""
    return list(session.scalars(select(User).order_by(User.created_at, User.id)))


def require_other_administrator(session: Session, user: User) -> None:
    """As long as there are others, somebody has to be left who can look after them."""
    others = [other for other in list_users(session) if other.id != user.id]
    if others and not any(is_administrator(other) for other in others):
        raise HTTPException(HTTPStatus.CONFLICT, "The last administrator cannot go")


def is_administrator(user: User) -> bool:
    return user.is_enabled and Capability.ADMIN in user.capabilities
