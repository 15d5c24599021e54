from fastapi import APIRouter

from core_server.auth import CurrentUser, find_user_by_password, start_session, unauthorized
from core_server.db import DatabaseSession
from core_server.models import User
from core_server.schemas import Credentials, SessionAnswer, UserAnswer

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post("/login")
def log_in(credentials: Credentials, session: DatabaseSession) -> SessionAnswer:
    user = find_user_by_password(session, credentials.username, credentials.password)
    if user is None:
        raise unauthorized("Incorrect username or password")
    token, user_session = start_session(session, user)
    return SessionAnswer(
        token=token,
        expires_at=user_session.expires_at,
        user=UserAnswer.model_validate(user),
    )


@router.get("/me", response_model=UserAnswer)
def read_current_user(user: CurrentUser) -> User:
    return user
