import type { Piece } from "../../source-text.ts";
import { endOfToken } from "./skip-token.ts";

/** A function's body between its braces, and where its `fn` stands. */
export interface FunctionBody extends Piece {
  readonly header: number;
}

const SPACE = 32;
const NAME = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
/** A macro's bang, and how its input begins; some keywords may stand before a `!` that negates. */
const MACRO_INPUT = /\s*!(?!=)(?:\s*[\p{XID_Start}_]\p{XID_Continue}*)?\s*[([{]/uy;
const BEFORE_NEGATION = new Set(["if", "while", "match", "return", "in", "else", "break", "move"]);
const FUNCTION_NAME = /\s+(?:r#)?[\p{XID_Start}_]/uy;

/** A body that was begun; its end is below its start as long as it is not known. */
interface Body {
  readonly header: number;
  readonly start: number;
  end: number;
}

/** A bracket that is open, and the function whose body it begins. */
interface Open {
  readonly closing: string;
  readonly body?: Body;
}

/**
 * Finds the bodies of functions in a Rust text by its tokens and braces alone, many times faster than by parsing it; a
 * body comes before those within it. What stands in a macro's input is not looked at. Where brackets do not match or a
 * string is left open, only the bodies that end before it are told: where others do would be a guess (The Rust
 * Reference, "Tokens").
 */
export function findFunctionBodies(text: string): readonly FunctionBody[] {
  const bodies: Body[] = [];
  const open: Open[] = [];
  /** A function whose body has not begun: how deep it stands, and how many of its `<` are open. */
  let pending: { readonly header: number; readonly depth: number; angles: number } | undefined;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code <= SPACE) {
      at += 1;
      continue;
    }
    const skipped = endOfToken(text, at);
    if (skipped === undefined) break;
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const name = mayBeginName(code) ? nameAt(text, at) : undefined;
    if (name !== undefined) {
      const start = at;
      at += name.length;
      FUNCTION_NAME.lastIndex = at;
      if (name === "fn" && FUNCTION_NAME.test(text)) pending = { header: start, depth: open.length, angles: 0 };
      else if (!BEFORE_NEGATION.has(name)) {
        const end = endOfMacro(text, at);
        if (end === undefined) break;
        at = end;
      }
      continue;
    }
    at += 1;
    const character = text[at - 1] ?? "";
    const isAtPending = pending?.depth === open.length;
    switch (character) {
      case "(":
        open.push({ closing: ")" });
        break;
      case "[":
        open.push({ closing: "]" });
        break;
      case "{": {
        const body = pending && isAtPending && pending.angles === 0 && { header: pending.header, start: at, end: -1 };
        if (body) {
          bodies.push(body);
          pending = undefined;
        }
        open.push({ closing: "}", ...(body && { body }) });
        break;
      }
      case ")":
      case "]":
      case "}": {
        const closed = open.pop();
        if (closed?.closing !== character) return closedOf(bodies);
        if (closed.body) closed.body.end = at - 1;
        if (pending && open.length < pending.depth) pending = undefined;
        break;
      }
      case ";":
        if (isAtPending) pending = undefined;
        break;
      case "<":
        if (pending && isAtPending) pending.angles += 1;
        break;
      case ">":
        // The arrow before the type that a function returns closes nothing.
        if (pending && isAtPending && !/[-=]/.test(text[at - 2] ?? "")) pending.angles -= 1;
        break;
      default:
    }
  }
  return closedOf(bodies);
}

function closedOf(bodies: readonly Body[]): readonly FunctionBody[] {
  return bodies.filter(({ start, end }) => end >= start);
}

function mayBeginName(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
}

function nameAt(text: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0];
}

/** Behind a macro's input if the name that ends at `at` calls one, else `at`; undefined where the input is left open. */
function endOfMacro(text: string, at: number): number | undefined {
  MACRO_INPUT.lastIndex = at;
  const begin = MACRO_INPUT.exec(text)?.[0];
  if (begin === undefined) return at;
  let depth = 1;
  for (let inner = at + begin.length; inner < text.length;) {
    const skipped = endOfToken(text, inner);
    if (skipped === undefined) return undefined;
    if (skipped > inner) {
      inner = skipped;
      continue;
    }
    const character = text[inner] ?? "";
    if (/[([{]/.test(character)) depth += 1;
    if (/[)\]}]/.test(character)) depth -= 1;
    inner += 1;
    if (depth === 0) return inner;
  }
  return undefined;
}
