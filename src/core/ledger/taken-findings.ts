import type { Finding } from "#core/model/finding.ts";
import type { Json, OperationParameter } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route, TakenKind } from "#core/model/route.ts";
import { typesOf } from "./contract-findings.ts";
import type { Pair } from "./pair.ts";

/** JSON Schema types beside which a handler's type is no mistake. */
const FITTING: Readonly<Record<TakenKind, readonly string[]>> = {
  integer: ["integer", "number"],
  number: ["integer", "number"],
  boolean: ["boolean"],
  string: ["string"],
  uuid: ["string"],
};

/**
 * Parameters that the Rust handler's signature certainly takes for something else than the contract says, or another number
 * of them than the path has. A `String` takes more, and the handler may look at it itself: that is only told.
 */
export function takenFindings({ key, operation, rust: [route] }: Pair): readonly Finding[] {
  const taken = route?.taken;
  if (!route || !taken || route.implicit || route.unresolved) return [];
  const findings: Finding[] = [];
  const place = route.handler?.place ?? route.place;
  const { pathCount } = taken;
  if (pathCount !== undefined && pathCount !== route.parameters.length) {
    const facts = { path: route.path, taken: pathCount, declared: route.parameters.length };
    findings.push({ code: "parameter-count-differs", severity: "warning", place, endpoint: key, facts });
  }
  const names = (operation?.path ?? "").match(/(?<=\{)[^{}]+(?=\})/g) ?? [];
  for (const each of taken.parameters) {
    const name = each.in === "query" ? each.by : names[positionOf(route, each.by)];
    const declared = operation?.parameters.find((parameter) => parameter.in === each.in && parameter.name === name);
    if (!declared || fits(each.kind, declared)) continue;
    const facts = {
      side: "rust",
      name: declared.name,
      converter: each.type,
      in: each.in,
      type: saidOf(declared),
      where: placeText(declared.place),
    };
    const severity = each.kind === "string" ? "information" : "warning";
    findings.push({ code: "parameter-taken-differs", severity, place, endpoint: key, facts });
  }
  return findings;
}

function positionOf({ parameters }: Route, by: string | number): number {
  return typeof by === "number" ? by : parameters.findIndex(({ name }) => name === by);
}

/** Whether a type may be right; a schema that is put together from others says nothing for certain. */
function fits(kind: TakenKind, declared: OperationParameter): boolean {
  const types = typesOf(declared);
  if (types.length === 0) return true;
  if (!types.some((type) => FITTING[kind].includes(type))) return false;
  const keywords = keywordsOf(declared);
  // What a format, a pattern or a list allows may be UUIDs alone.
  return kind !== "uuid" || keywords.has("format") || keywords.has("pattern") || keywords.has("enum");
}

function saidOf(declared: OperationParameter): string {
  const format = keywordsOf(declared).get("format");
  return `${typesOf(declared).join(", ")}${typeof format === "string" ? ` (${format})` : ""}`;
}

/** What a schema says by itself, by its keywords. */
function keywordsOf({ schema }: OperationParameter): ReadonlyMap<string, Json> {
  const isObject = typeof schema === "object" && schema !== null && !Array.isArray(schema);
  return new Map(isObject ? Object.entries(schema) : []);
}
