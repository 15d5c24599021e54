import { isRecord } from "#core/model/is-record.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { sortedJson } from "#core/text/json/sorted-json.ts";

/** How one document differs from another, told by what a client knows it by. */
export interface DocumentChanges {
  /** The document differs in nothing but the order of members and the layout. */
  readonly isLayoutAlone: boolean;
  /** `GET /api/nodes`, in the order of the documents. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** Schemas and other components, and parts of the document beside both: `schemas/Node`, `info`. */
  readonly parts: readonly string[];
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Holds two OpenAPI documents in JSON against each other. Undefined where one of them is none. */
export function operationsThatDiffer(before: string, after: string): DocumentChanges | undefined {
  const [one, other] = [parsedJson(before), parsedJson(after)];
  if (!isRecord(one) || !isRecord(other)) return undefined;
  const [had, has] = [operationsIn(one), operationsIn(other)];
  const [partsBefore, partsAfter] = [partsIn(one), partsIn(other)];
  const parts = [...new Set([...partsBefore.keys(), ...partsAfter.keys()])];
  const differ = parts.filter((name) => partsBefore.get(name) !== partsAfter.get(name));
  const changes = {
    added: [...has.keys()].filter((name) => !had.has(name)),
    removed: [...had.keys()].filter((name) => !has.has(name)),
    changed: [...had].flatMap(([name, text]) => (has.has(name) && has.get(name) !== text ? [name] : [])),
    parts: differ,
  };
  return { ...changes, isLayoutAlone: Object.values(changes).every((list) => list.length === 0) };
}

function operationsIn(document: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const operations = new Map<string, string>();
  const { paths } = document;
  if (!isRecord(paths)) return operations;
  for (const [path, item] of Object.entries(paths)) {
    if (!isRecord(item)) continue;
    const shared = Object.entries(item).filter(([name]) => !METHODS.includes(name));
    for (const method of METHODS) {
      if (item[method] === undefined) continue;
      operations.set(`${method.toUpperCase()} ${path}`, sortedJson([item[method], Object.fromEntries(shared)]));
    }
  }
  return operations;
}

/** The parts beside the paths; components by kind and name. */
function partsIn(document: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [name, value] of Object.entries(document)) {
    if (name === "paths") continue;
    if (name !== "components" || !isRecord(value)) parts.set(name, sortedJson(value));
    else {
      for (const [kind, all] of Object.entries(value))
        for (const [part, each] of Object.entries(isRecord(all) ? all : {}))
          parts.set(`${kind}/${part}`, sortedJson(each));
    }
  }
  return parts;
}
