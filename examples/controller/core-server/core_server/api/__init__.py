"""The routes under /api, one module a resource."""

from fastapi import APIRouter

from core_server.api import (
    adoption,
    auth,
    backups,
    dashboard,
    events,
    legacy,
    nodes,
    outputs,
    readings,
    reports,
    schedules,
    sensors,
    tokens,
    users,
)

api_router = APIRouter(prefix="/api")
api_router.include_router(auth.router)
api_router.include_router(users.router)
api_router.include_router(tokens.router)
api_router.include_router(nodes.router)
api_router.include_router(nodes.order_router)
api_router.include_router(sensors.router)
api_router.include_router(readings.router)
api_router.include_router(outputs.router)
api_router.include_router(schedules.router)
api_router.include_router(backups.router)
api_router.include_router(adoption.router)
api_router.include_router(events.router)
api_router.include_router(dashboard.router)
api_router.include_router(reports.router)
api_router.include_router(legacy.router)
