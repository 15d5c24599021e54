import { outermost } from "../../outermost.ts";
import type { Piece } from "../../source-text.ts";
import { findFunctionBodies } from "./function-bodies.ts";

/** Whether a function's body names something that registers routes; the frameworks' words tell it. */
export type MentionsRoutes = (body: string) => boolean;

/** A body as short as this is taken all the same: that is cheaper than reading the file again. */
const TINY_BODY = 120;

/** Whether an outline leaves a function's body out: it registers no routes, and nearly no start-up calls its function. */
export function mayLeaveOut(body: string, mentionsRoutes: MentionsRoutes): boolean {
  return body.length > TINY_BODY && !mentionsRoutes(body);
}

/** The bodies that an outline of a file leaves out; fewer where the text is too broken to tell where they end. */
export function outlinePieces(text: string, mentionsRoutes: MentionsRoutes): readonly Piece[] {
  return outermost(findFunctionBodies(text), ({ start, end }) => mayLeaveOut(text.slice(start, end), mentionsRoutes));
}

/** Stands for a body that was left out: a statement that does nothing. */
export const LEFT_OUT = "_";
