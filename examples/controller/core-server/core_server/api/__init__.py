"""The routes under /api, one module a resource."""

from fastapi import APIRouter

from core_server.api import auth, dashboard, nodes

api_router = APIRouter(prefix="/api")
api_router.include_router(auth.router)
api_router.include_router(nodes.router)
api_router.include_router(dashboard.router)
