import type { JsonNode } from "#core/text/json/json-node.ts";
import { membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** A value of an answer that later requests of the same session use. */
export interface HandedOn {
  readonly name: string;
  /** As a scenario captures it: `$.id`, `{ header: ETag }`. */
  readonly source: string;
  /** The exchange that answered it, and its value there, as it stands in a path or a text. */
  readonly from: RecordedExchange;
  readonly value: string;
}

/** Where a request may use a value that a server made. */
interface Use {
  readonly value: string;
  readonly name: string;
  /** A short number is an id only in a path or below a name that says so. */
  readonly isId: boolean;
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);
const CONDITIONS = new Set(["if-match", "if-none-match"]);

/**
 * The values that a session's later requests took from the answers of earlier ones which wrote, and the tags of conditional
 * requests. What was there before, in a list or in an earlier request, is the same in every run and stays as it is.
 * `inPath` gives the parameters in a request's path.
 */
export function handedOn(
  exchanges: readonly RecordedExchange[],
  inPath: (exchange: RecordedExchange) => readonly (readonly [name: string, value: string])[],
): readonly HandedOn[] {
  const found = new Map<string, HandedOn>();
  const made = new Map<string, { readonly from: RecordedExchange; readonly source: string }>();
  const seen = new Set<string>();
  for (const exchange of exchanges) {
    const uses = usesIn(exchange, inPath(exchange));
    for (const { value, name, isId } of uses) {
      const origin = made.get(value);
      if (origin === undefined || found.has(value) || !(isId || isUnlikely(value))) continue;
      found.set(value, { name: freeName(name, found), value, ...origin });
    }
    for (const { value } of uses) seen.add(value);
    for (const [value, source] of answered(exchange)) {
      if (!seen.has(value)) made.set(value, { from: exchange, source });
      seen.add(value);
    }
  }
  return [...found.values()];
}

function usesIn(
  { request: { target, headers, body } }: RecordedExchange,
  inPath: readonly (readonly [name: string, value: string])[],
): readonly Use[] {
  const query = new URLSearchParams(target.split("?")[1] ?? "");
  const content = body.kind === "text" ? parseJsonTree("body.json", body.text) : undefined;
  return [
    ...inPath.map(([name, value]) => ({ name, value, isId: true })),
    ...[...query].map(([name, value]) => ({ name, value, isId: namesId(name) })),
    ...headers
      .filter(([name]) => CONDITIONS.has(name.toLowerCase()))
      .map(([, value]) => ({ name: "etag", value, isId: true })),
    ...(content?.errors.length === 0 ? scalarsBelow(content.root, "$", "body") : []).map(({ name, node }) => ({
      name,
      value: node.text,
      isId: namesId(name),
    })),
  ];
}

/** What a server may have made: the values of a body that answers a write, and a tag. */
function answered({ request, answer }: RecordedExchange): readonly (readonly [value: string, source: string])[] {
  const tags = answer.headers
    .filter(([name]) => name === "etag")
    .map(([, value]) => [value, "{ header: ETag }"] as const);
  if (READING.has(request.method) || answer.body.kind !== "text") return tags;
  const content = parseJsonTree("answer.json", answer.body.text);
  const scalars = content.errors.length === 0 ? scalarsBelow(content.root, "$", "value") : [];
  return [...tags, ...scalars.map(({ node, path }) => [node.text, path] as const)];
}

interface Scalar {
  readonly node: JsonNode;
  readonly name: string;
  /** As a JSON path (RFC 9535). */
  readonly path: string;
}

function scalarsBelow(node: JsonNode | undefined, path: string, name: string): readonly Scalar[] {
  if (node === undefined) return [];
  switch (node.kind) {
    case "object":
      return membersOf(node).flatMap(([key, value]) => scalarsBelow(value, `${path}${memberText(key)}`, key));
    case "array":
      return node.items.flatMap((item, at) => scalarsBelow(item, `${path}[${at}]`, name));
    case "string":
    case "number":
      return [{ node, name, path }];
    case "boolean":
    case "null":
      return [];
  }
}

function memberText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function namesId(name: string): boolean {
  return /(?:^|[_-])(?:id|uuid|key|ref|slug)$|[a-z](?:Id|Uuid|Key|Ref)$/.test(name);
}

/** Nobody sends it by chance: long, and with digits in it. */
function isUnlikely(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && !/\s/.test(value);
}

function freeName(wanted: string, found: ReadonlyMap<string, HandedOn>): string {
  const plain = wanted.replaceAll(/[^\w-]/g, "_").replace(/^(?=[\d-])/, "_") || "value";
  const taken = new Set([...found.values()].map(({ name }) => name));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? plain : `${plain}_${count}`;
    if (!taken.has(name)) return name;
  }
}
