import type { Piece } from "../source-text.ts";
import { findFunctionBodies } from "./function-bodies.ts";

/** What registers a route, by any name that a framework has for it. */
const MENTIONS_ROUTES =
  /\b(?:FastAPI|Starlette|APIRouter|Router|include_router|add_api_route|api_route|add_route|add_api_websocket_route|add_websocket_route|websocket|websocket_route|mount|Mount|Route|WebSocketRoute|routes?|routers?)\b|@\w+(?:\.\w+)+\(/;

/** A body as short as this is taken all the same: that is cheaper than reading the file again. */
const TINY_BODY = 120;

/** Whether a function's body names something that registers routes. */
export function mentionsRoutes(body: string): boolean {
  return MENTIONS_ROUTES.test(body);
}

/** Whether an outline leaves a function's body out: it registers no routes, and nearly no start-up calls its function. */
export function mayLeaveOut(body: string): boolean {
  return body.length > TINY_BODY && !mentionsRoutes(body);
}

/** The bodies that an outline of a file leaves out; fewer where the text is too broken to tell where they end. */
export function outlinePieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const body of findFunctionBodies(text)) {
    if (body.start < end || !mayLeaveOut(text.slice(body.start, body.end))) continue;
    pieces.push(body);
    ({ end } = body);
  }
  return pieces;
}

/** Stands for a body that was left out: a statement that does nothing. */
export const LEFT_OUT = "_";
