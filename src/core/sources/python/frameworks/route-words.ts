/** Attributes by whose call routes come to a router, by any name that a framework has for it. */
export const REGISTERING: readonly string[] = [
  "include_router",
  "add_api_route",
  "api_route",
  "add_route",
  "add_api_websocket_route",
  "add_websocket_route",
  "websocket_route",
  "mount",
];

/** Classes whose objects are routers or routes, or make them. */
export const ROUTE_CLASSES: readonly string[] = [
  "FastAPI",
  "Starlette",
  "APIRouter",
  "Route",
  "WebSocketRoute",
  "Mount",
  "GraphQLRouter",
  "FastAPIUsers",
  "Instrumentator",
];
