from fastapi import APIRouter

from core_server.schemas.health import Health

router = APIRouter(tags=["health"])


@router.get("/healthz")
def read_health() -> Health:
    return Health(status="ok")
