import { outermost } from "../../outermost.ts";
import type { Piece } from "../../source-text.ts";
import { findFunctionBodies } from "./function-bodies.ts";

/** What puts routers together or serves them, by any name that a framework has for it. */
const MENTIONS_ROUTES = /[Rr]oute|\b(?:routing|nest|merge|serve|fallback|service)\b/;

/**
 * Calls of what may put a server together in its turn: `start_server(…)`, `create_app(…)`. The bounds keep the search
 * linear in long words.
 */
const LEADS_ON = /\b(?:\w{1,100}_)?(?:serve|server|run|app|start|launch)(?:_\w{1,100})?\s*\(/;

/** Types of what a path may be made from. */
const MAKES_VALUES = /\bSelf\b|Router|Settings|Config/;

const SERVES = /\b(?:serve|run)(?:_with\w+)?\b/;
/** By the names of the types that have routers of their own. */
const MENTIONS_ROUTER = /(?:Router|\bAppRoutes)\b/;
/** What may make a function a stub, which the parser's nodes decide. */
const MAY_BE_STUB = /\b(?:todo|unimplemented)\s*!|\bNOT_IMPLEMENTED\b/;

/** In an outline, a body as short as this is taken all the same: that is cheaper than reading the file again. */
const TINY_BODY = 120;

/** Whether a function's body names what puts routers together or serves them, or may call what does. */
export function mayLeadToRoutes(body: string): boolean {
  return MENTIONS_ROUTES.test(body) || SERVES.test(body) || LEADS_ON.test(body);
}

/** Whether it names what serves an app. */
export function mentionsServing(body: string): boolean {
  return SERVES.test(body);
}

/** Whether a body, or the type that a function returns, names a router. */
export function mentionsRouter(code: string): boolean {
  return MENTIONS_ROUTER.test(code);
}

/** Whether a type is one of what a path may be made from. */
export function makesValues(type: string): boolean {
  return MAKES_VALUES.test(type);
}

/**
 * Whether an outline leaves a function's body out: the function neither makes nor serves routers, by its body and by
 * `header`, what stands between `fn` and the body, and is not where a program starts.
 */
export function mayLeaveOut(header: string, body: string): boolean {
  return (
    body.length > TINY_BODY &&
    !MAKES_VALUES.test(header) &&
    !/^fn\s+main\b/.test(header) &&
    !mayLeadToRoutes(body) &&
    !MAY_BE_STUB.test(body)
  );
}

/** The bodies that an outline of a file leaves out; fewer where the text is too broken to tell where they end. */
export function outlinePieces(text: string): readonly Piece[] {
  return outermost(findFunctionBodies(text), ({ header, start, end }) =>
    mayLeaveOut(text.slice(header, start - 1), text.slice(start, end)),
  );
}
