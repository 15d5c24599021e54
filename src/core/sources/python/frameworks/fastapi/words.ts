import type { FrameworkWords } from "../../values/vocabulary.ts";

/** Words of FastAPI, of Starlette, on which it is built, and of packages that add to it. */
export const FASTAPI_WORDS: FrameworkWords = {
  packages: ["fastapi", "starlette"],
  app: "fastapi.FastAPI",
  appClasses: ["FastAPI", "Starlette"],
  routerClasses: ["APIRouter"],
  routeClasses: ["Route", "WebSocketRoute", "Mount", "GraphQLRouter", "FastAPIUsers", "Instrumentator"],
  registering: [
    "include_router",
    "add_api_route",
    "api_route",
    "add_route",
    "add_api_websocket_route",
    "add_websocket_route",
    "websocket_route",
    "mount",
  ],
  own: ["include_router", "add_api_route", "api_route", "APIRouter", "FastAPI"],
  testing: ["fastapi.testclient", "starlette.testclient"],
};
