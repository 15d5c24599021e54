from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Response
from sqlalchemy import delete, func, select

from core_server.auth import (
    SESSION_COOKIE,
    CurrentPrincipal,
    find_user_by_password,
    set_session_cookie,
    start_session,
    unauthorized,
)
from core_server.db import DatabaseSession
from core_server.models import User, UserSession
from core_server.schemas.account import (
    Capability,
    Credentials,
    FirstUser,
    SessionAnswer,
    UserAnswer,
)
from core_server.users import new_user

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/bootstrap", response_model=UserAnswer, status_code=HTTPStatus.CREATED)
def bootstrap(first: FirstUser, session: DatabaseSession) -> User:
    """Makes the first user, who may do everything; refused as soon as there is one."""
    if session.scalar(select(func.count()).select_from(User)):
        raise HTTPException(HTTPStatus.CONFLICT, "There is a user already")
    user = new_user(first, list(Capability))
    session.add(user)
    session.commit()
    return user


@router.post("/login")
def log_in(credentials: Credentials, session: DatabaseSession, response: Response) -> SessionAnswer:
    user = find_user_by_password(session, credentials.username, credentials.password)
    if user is None:
        raise unauthorized("Incorrect username or password")
    token, user_session = start_session(session, user)
    set_session_cookie(response, token)
    return SessionAnswer(
        token=token,
        expires_at=user_session.expires_at,
        user=UserAnswer.model_validate(user),
    )


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT, response_class=Response)
def log_out(principal: CurrentPrincipal, session: DatabaseSession, response: Response) -> None:
    """Ends the session; a token for programs stays."""
    session.execute(delete(UserSession).where(UserSession.token_hash == principal.token_hash))
    session.commit()
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")


@router.get("/me", response_model=UserAnswer)
def read_current_user(principal: CurrentPrincipal) -> User:
    return principal.user
