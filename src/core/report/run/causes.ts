import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CauseKind } from "#core/model/run/run-record.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { VALIDATION_BODY } from "#core/model/run/difference.ts";
import { generatedPair } from "./generated-ids.ts";
import { differenceShape } from "./pointer-shape.ts";

/** Differences with the same key have one cause. */
export interface Cause {
  readonly kind: CauseKind;
  readonly key: string;
}

/**
 * Tells the cause of each difference of a run. One hint is one cause wherever it is; so is one header, over all
 * endpoints, and an id that each side makes, at all places where it is seen. Anything else belongs together at places
 * of the same shape in endpoints of the same family.
 */
export function causesOf(results: readonly CaseResult[]): (difference: Difference, endpoint: EndpointKey) => Cause {
  const ids = generatedIds(results);
  return (difference, endpoint) => {
    const { class: sort, severity, part, hint, values, pointers, isCoarse = false } = difference;
    const cause = (kind: CauseKind, ...parts: readonly string[]): Cause => {
      return { kind, key: JSON.stringify([kind, sort, severity === "cosmetic", isCoarse, ...parts]) };
    };
    const place = placeKey(difference, endpoint);
    const id = ids.rootOf(place);
    if (id !== undefined && generatedPair(difference) !== undefined)
      return { kind: "generated-id", key: JSON.stringify(["generated-id", severity === "cosmetic", id]) };
    // That a statement is missing is another fault for each table.
    // Two crashes are one only where they say the same at the same place.
    if (hint?.code === "crash") return cause("crash", hint.text);
    // Such a body is made in one place, whichever of its members differ and how.
    if (hint?.code === VALIDATION_BODY) return { kind: "error-body", key: JSON.stringify(["error-body"]) };
    if (hint !== undefined && part !== "effect") return cause(part === "status" ? "status" : "hint", hint.code);
    if (part === "status") return cause("status", familyOf(endpoint), values.python ?? "", values.rust ?? "");
    if (part === "header") return cause("header", pointers.python ?? pointers.rust ?? "", cookieName(difference));
    return cause("place", place);
  };
}

function placeKey(difference: Difference, endpoint: EndpointKey): string {
  return JSON.stringify([difference.part, familyOf(endpoint), differenceShape(difference)]);
}

/** Endpoints that read and write the same thing: `GET /api/nodes/{}/tags` → `/api/nodes` */
function familyOf(endpoint: EndpointKey): string {
  const path = endpoint.slice(endpoint.indexOf(" ") + 1);
  return path.replace(/\/?[^/]*\{.*$/, "");
}

/** A difference of a cookie begins with its name. */
function cookieName({ pointers, values }: Difference): string {
  if ((pointers.python ?? pointers.rust) !== "set-cookie") return "";
  return (values.python ?? values.rust ?? "").split(/[=:]/)[0] ?? "";
}

/** Places at which one case shows the same pair of ids show the same id: they are joined to one, over all cases. */
function generatedIds(results: readonly CaseResult[]): { readonly rootOf: (place: string) => string | undefined } {
  const parents = new Map<string, string>();
  const rootOf = (place: string): string => {
    const parent = parents.get(place) ?? place;
    if (parent === place) return place;
    const root = rootOf(parent);
    parents.set(place, root);
    return root;
  };
  for (const { case: sent, differences } of results) {
    const placesByPair = new Map<string, string>();
    for (const difference of differences) {
      const pair = generatedPair(difference);
      if (pair === undefined) continue;
      const place = placeKey(difference, sent.endpoint);
      if (!parents.has(place)) parents.set(place, place);
      const known = placesByPair.get(pair);
      if (known === undefined) placesByPair.set(pair, place);
      else parents.set(rootOf(place), rootOf(known));
    }
  }
  return { rootOf: (place) => (parents.has(place) ? rootOf(place) : undefined) };
}
