import { NONE, childrenOf, nameOf } from "#core/text/json/json-document.ts";
import { elementHashes } from "../matching/element-hashes.ts";
import { matchUnordered } from "../matching/match-unordered.ts";
import { turnRound } from "../matching/turn-round.ts";
import { type Walk, lone, record } from "./json-walk.ts";

/**
 * Pairs the members of two objects whose names are ids: those whose names go together already or are the same, then by
 * what they hold. Each pair of names joins the renaming of the run.
 */
export function pairRenamedMembers(walk: Walk, pythonObject: number, rustObject: number): void {
  const { renaming } = walk.tally;
  walk.hashes ??= { python: elementHashes(walk.python), rust: elementHashes(walk.rust) };
  const [python, rust] = [walk.python.document, walk.rust.document];
  const lefts = childrenOf(python, pythonObject);
  const rights = childrenOf(rust, rustObject);
  const rightsByName = new Map(rights.map((node) => [idOf(nameOf(rust, node)), node]));
  const known = lefts.flatMap((node): readonly (readonly [number, number])[] => {
    const id = idOf(nameOf(python, node));
    const other = rightsByName.get(renaming.rustOf(id) ?? id);
    return other === undefined ? [] : [[node, other]];
  });
  const pythonMembers = { document: python, nodes: lefts, hashes: walk.hashes.python };
  const rustMembers = { document: rust, nodes: rights, hashes: walk.hashes.rust };
  const alignment = matchUnordered(pythonMembers, rustMembers, undefined, new Map(known));
  for (const at of alignment.lefts) lone(walk, "missing", lefts[at] ?? NONE, NONE, rustObject);
  for (const at of alignment.rights) lone(walk, "extra", NONE, rights[at] ?? NONE, pythonObject);
  const before = walk.waiting.length;
  for (const [left, right] of alignment.pairs) {
    const [pythonNode, rustNode] = [lefts[left] ?? NONE, rights[right] ?? NONE];
    walk.waiting.push(pythonNode, rustNode);
    const ids = [idOf(nameOf(python, pythonNode)), idOf(nameOf(rust, rustNode))] as const;
    if (renaming.joins(...ids, "a member's name")) continue;
    const hint = renaming.breakOf(...ids);
    record(walk, { class: "value", python: pythonNode, rust: rustNode, isInName: true, hint });
  }
  turnRound(walk.waiting, before);
}

function idOf(name: string | undefined): string {
  return JSON.stringify(name ?? "");
}
