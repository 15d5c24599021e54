import type { Place } from "#core/model/place.ts";
import { knownText, textOf, unknown, type Argument, type Entry, type Value } from "../../values/values.ts";

interface Base {
  readonly place: Place;
  readonly by: string;
  readonly conditions: readonly string[];
}

/** Types of utoipa's companions that are merged into a router to show the contract, and what begins them. */
export const DOCUMENTATION: Readonly<Record<string, { readonly type: string; readonly paths: readonly string[] }>> = {
  "utoipa-swagger-ui": { type: "SwaggerUi", paths: ["", "/", "/{*rest}"] },
  "utoipa-redoc": { type: "Redoc", paths: [""] },
  "utoipa-scalar": { type: "Scalar", paths: [""] },
  "utoipa-rapidoc": { type: "RapiDoc", paths: [] },
};

/** `SwaggerUi::new("/docs")`, `Redoc::with_url("/redoc", api)`: a router of pages that the crate itself answers. */
export function callDocumentation(path: readonly string[], args: readonly Argument[], place: Place): Value | undefined {
  const framework = (path[0] ?? "").replaceAll("_", "-");
  const known = DOCUMENTATION[framework];
  const [name = "", type] = path.toReversed();
  const [first] = args;
  if (!known || known.type !== type || !first || !/^(?:new|with_url)$/.test(name)) return undefined;
  const base = { place, by: name, conditions: [] };
  const text = knownText(first.value);
  const entries = known.paths.map((rest): Entry => {
    if (text === undefined) return pageEntry(base, first);
    const value = textOf(`${text === "/" ? "" : text.replace(/\/$/, "")}${rest}` || "/");
    return pageEntry(base, { value, place: first.place });
  });
  return { kind: "router", router: { framework, place, entries: withoutRepeats(entries) } };
}

/** `.url("/openapi.json", api)`: where the document is. */
export function documentEntry(base: Base, path: Argument): Entry {
  return pageEntry(base, path);
}

function pageEntry(base: Base, path: Argument): Entry {
  const handler = unknown("it is part of the crate", base.place);
  const answers = [{ method: "GET" as const, handler, place: base.place }];
  return { ...base, kind: "route", routeKind: "http", path, answers, isImplicit: true };
}

function withoutRepeats(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = entry.kind === "route" ? (knownText(entry.path.value) ?? "?") : "";
    return !seen.has(key) && Boolean(seen.add(key));
  });
}
