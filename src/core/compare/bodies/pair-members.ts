import { NONE, nextOf, sizeOf } from "#core/text/json/json-document.ts";
import { turnRound } from "../matching/turn-round.ts";
import { type Walk, disagree, isIgnored, lone, record } from "./json-walk.ts";
import { isSameName, membersByName } from "./object-members.ts";

/** The usual case: both objects have the same names in the same order, written alike. False where they have not. */
export function pairAlikeMembers(walk: Walk, pythonObject: number, rustObject: number): boolean {
  const python = walk.python.document;
  const rust = walk.rust.document;
  if (sizeOf(python, pythonObject) !== sizeOf(rust, rustObject)) return false;
  const end = nextOf(python, pythonObject);
  const before = walk.waiting.length;
  let rustNode = rustObject + 1;
  for (let node = pythonObject + 1; node < end; node = nextOf(python, node)) {
    if (!isSameName(python, node, rust, rustNode)) {
      walk.waiting.length = before;
      return false;
    }
    walk.waiting.push(node, rustNode);
    rustNode = nextOf(rust, rustNode);
  }
  turnRound(walk.waiting, before);
  return true;
}

/** Pairs members by name. Of a repeated name the last ones go together, because the last is what most readers take. */
export function pairMembers(walk: Walk, pythonObject: number, rustObject: number): void {
  const python = walk.python.document;
  const rust = walk.rust.document;
  const pythonMembers = membersByName(python, pythonObject);
  const rustMembers = membersByName(rust, rustObject);
  const before = walk.waiting.length;
  const rustInPythonOrder: number[] = [];
  for (const [name, lefts] of pythonMembers) {
    const rights = rustMembers.get(name) ?? [];
    const common = Math.min(lefts.length, rights.length);
    for (const node of lefts.slice(0, lefts.length - common))
      lone(walk, common === 0 ? "missing" : "duplicate-key", node, NONE, rustObject);
    for (const node of rights.slice(0, rights.length - common)) lone(walk, "duplicate-key", NONE, node, pythonObject);
    for (let back = common; back > 0; back--) {
      const left = lefts[lefts.length - back] ?? NONE;
      const right = rights[rights.length - back] ?? NONE;
      walk.waiting.push(left, right);
      if (isIgnored(walk, left, right)) continue;
      rustInPythonOrder.push(right);
      if (!isSameName(python, left, rust, right)) {
        record(walk, { class: "escape", python: left, rust: right, isInName: true });
      }
    }
  }
  for (const [name, rights] of rustMembers) {
    if (!pythonMembers.has(name)) for (const node of rights) lone(walk, "extra", NONE, node, pythonObject);
  }
  if (rustInPythonOrder.some((node, at) => at > 0 && node < (rustInPythonOrder[at - 1] ?? NONE))) {
    disagree(walk, "key-order", pythonObject, rustObject);
  }
  turnRound(walk.waiting, before);
}
