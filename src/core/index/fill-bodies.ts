import type { Range } from "#core/model/place.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import { isObject, isRange } from "./moved-facts.ts";

/** A function of the facts of an outline; it gets its body when linking asks for it. */
interface OutlinedFunction {
  body?: unknown;
  isBodyLeftOut?: true;
}

/**
 * Puts the bodies that the outline of a file left out into its facts, from the facts of the whole file. The objects stay
 * the same ones, so that whoever follows them finds the bodies where it missed them.
 */
export function fillBodies(outline: FileFacts, whole: FileFacts): void {
  forPairs(outline, whole, (one, other) => {
    if (!isLeftOut(one) || !("body" in other)) return true;
    setBody(one, other.body);
    return false;
  });
}

/** Puts a body into one function of an outline, from facts that have nothing but that function. */
export function fillBody(declaration: object, facts: FileFacts): boolean {
  const [only] = facts.language === "python" ? facts.body : facts.language === "rust" ? facts.items : [];
  if (!only || !("body" in only) || !isLeftOut(declaration)) return false;
  setBody(declaration, only.body);
  return true;
}

/** The functions of an outline of which older facts of the file have the body. */
export function missingBodies(outline: FileFacts, before: FileFacts): readonly { readonly whole: Range }[] {
  const found: { readonly whole: Range }[] = [];
  forPairs(outline, before, (one, other) => {
    if (isLeftOut(one) && "body" in other && hasWhole(one)) found.push(one);
    return !isLeftOut(one);
  });
  return found;
}

/** Goes through what two facts have at the same places, as far as `visit` says so. */
function forPairs(one: object, other: object, visit: (one: object, other: object) => boolean): void {
  const left: [object, object][] = [[one, other]];
  for (let pair = left.pop(); pair; pair = left.pop()) {
    // What is the same object says the same.
    if (pair[0] === pair[1] || !visit(...pair)) continue;
    for (const [key, value] of Object.entries(pair[0])) {
      const same: unknown = Reflect.get(pair[1], key);
      if (isObject(value) && isObject(same)) left.push([value, same]);
    }
  }
}

function isLeftOut(facts: object): facts is OutlinedFunction {
  return "isBodyLeftOut" in facts;
}

function hasWhole(facts: object): facts is { readonly whole: Range } {
  return "whole" in facts && isObject(facts.whole) && isRange(facts.whole);
}

function setBody(declaration: OutlinedFunction, body: unknown): void {
  declaration.body = body;
  delete declaration.isBodyLeftOut;
}
