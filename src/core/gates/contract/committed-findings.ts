import type { Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { memberOf, namePlaceOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { firstDifference, type TextDifference } from "./first-difference.ts";
import { operationsThatDiffer } from "./operations-that-differ.ts";

/** The document that is committed. */
export interface Committed {
  /** The file, relative to the project's folder. */
  readonly contract: string;
  readonly committed: string;
  /** Whose export it should be. */
  readonly side: Side;
}

/**
 * Where the committed document is not what the server exports: a finding for each operation and each component that
 * is other, at its place in the committed document; where only the layout is, one at the first difference.
 */
export function committedFindings({ contract, committed, side }: Committed, exported: string): readonly Finding[] {
  const difference = firstDifference(withLastBreak(committed), withLastBreak(exported));
  if (difference === undefined) return [];
  const changes = operationsThatDiffer(committed, exported);
  const here: Place = { file: contract, range: difference.range };
  if (changes === undefined) return [atText("contract-stale-text", here, side, difference)];
  if (changes.isLayoutAlone) return [atText("contract-stale-layout", here, side, difference)];
  const { root } = parseJsonTree(contract, committed);
  const { added, removed, changed, parts } = changes;
  const find = (code: string, name: string, place: Place = here): Finding => {
    return { code, severity: "error", place, facts: { side, name } };
  };
  return [
    ...removed.map((name) => find("contract-stale-removed", name, operationPlace(root, name))),
    ...changed.map((name) => find("contract-stale-changed", name, operationPlace(root, name))),
    ...added.map((name) => find("contract-stale-added", name, pathsPlace(root))),
    ...parts.map((name) => find("contract-stale-part", name, partPlace(root, name))),
  ];
}

/** A command's output is read by lines, so that whether its last line has an end is not known. */
function withLastBreak(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function atText(code: string, place: Place, side: Side, { lines: [first, second] }: TextDifference): Finding {
  return { code, severity: "error", place, facts: { side, first, second } };
}

/** `GET /api/nodes` → the place of `get` below that path. */
function operationPlace(root: JsonNode | undefined, name: string): Place | undefined {
  const [method = "", path = ""] = name.split(" ");
  return placeIn(memberOf(memberOf(memberOf(root, "paths"), path), method.toLowerCase()));
}

function pathsPlace(root: JsonNode | undefined): Place | undefined {
  return placeIn(memberOf(root, "paths"));
}

/** `schemas/Node` → its place below `components`; `info` → its own. */
function partPlace(root: JsonNode | undefined, name: string): Place | undefined {
  const at = name.indexOf("/");
  if (at < 0) return placeIn(memberOf(root, name));
  const kind = memberOf(memberOf(root, "components"), name.slice(0, at));
  return placeIn(memberOf(kind, name.slice(at + 1)) ?? kind);
}

function placeIn(node: JsonNode | undefined): Place | undefined {
  return node && namePlaceOf(node);
}
