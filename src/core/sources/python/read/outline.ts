import { outermost } from "../../outermost.ts";
import type { Piece } from "../../source-text.ts";
import { findFunctionBodies } from "./function-bodies.ts";
import { REGISTERING, ROUTE_CLASSES } from "../frameworks/route-words.ts";

/** What has to do with registering routes. */
const WORDS = [...ROUTE_CLASSES, ...REGISTERING, "Router", "websocket", "routes?", "routers?"];
const MENTIONS_ROUTES = new RegExp(String.raw`\b(?:${WORDS.join("|")})\b|@\w+(?:\.\w+)+\(`);

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
  return outermost(findFunctionBodies(text), ({ start, end }) => mayLeaveOut(text.slice(start, end)));
}

/** Stands for a body that was left out: a statement that does nothing. */
export const LEFT_OUT = "_";
