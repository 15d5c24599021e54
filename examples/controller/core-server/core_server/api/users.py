from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, HTTPException, Response
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from core_server.auth import ADMIN, hash_password
from core_server.db import DatabaseSession
from core_server.models import ApiToken, User, UserSession
from core_server.schemas.account import NewUser, UserAnswer, UserInput
from core_server.users import find_user, is_administrator, new_user, require_other_administrator
from core_server.users import list_users as list_all_users

router = APIRouter(prefix="/users", tags=["users"], dependencies=[ADMIN])


@router.get("", response_model=list[UserAnswer])
def list_users(session: DatabaseSession) -> list[User]:
    return list_all_users(session)


@router.post("", response_model=UserAnswer, status_code=HTTPStatus.CREATED)
def create_user(described: NewUser, session: DatabaseSession) -> User:
    user = new_user(described, described.capabilities)
    session.add(user)
    try:
        session.commit()
    except IntegrityError as error:
        raise HTTPException(HTTPStatus.CONFLICT, "A user with this name already exists") from error
    return user


@router.put("/{user_id}", response_model=UserAnswer)
def replace_user(user_id: UUID, described: UserInput, session: DatabaseSession) -> User:
    user = find_user(session, user_id)
    user.display_name = described.display_name
    user.capabilities = list(described.capabilities)
    user.is_enabled = described.is_enabled
    if not is_administrator(user):
        require_other_administrator(session, user)
    if described.password is not None:
        user.password_hash = hash_password(described.password)
        # Whoever knew the old password is logged out.
        session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    session.commit()
    return user


@router.delete("/{user_id}", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
def delete_user(user_id: UUID, session: DatabaseSession) -> None:
    """With sessions and tokens; after the last one a first user may be made again."""
    user = find_user(session, user_id)
    require_other_administrator(session, user)
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
    session.delete(user)
    session.commit()
