import { caseFormat } from "#core/cases/case-format.ts";
import { isRecord } from "#core/model/is-record.ts";
import type { Json } from "#core/model/operation.ts";
import type { Position, Range } from "#core/model/place.ts";
import { projectFormat } from "#core/project/project-format.ts";

import { schemasAt } from "./schema-at.ts";
import { type YamlSpot, yamlSpotAt } from "./yaml-spot.ts";

/** The two sorts of files that a person writes. */
export type AssistedFile = "project" | "cases";

/** Something that may be written at a place. */
export interface Suggestion {
  readonly label: string;
  readonly kind: "key" | "value" | "endpoint" | "path";
  readonly description?: string;
  /** What takes the place of the range. */
  readonly newText: string;
  readonly range: Range;
}

/** What is suggested besides the format's own words. */
export interface AssistSources {
  /** Endpoints as people write them, with what is known of each. */
  readonly endpoints: readonly { readonly text: string; readonly description: string }[];
  /** JSON paths into the last answers of an endpoint. */
  readonly pathsOf: (endpoint: string) => Promise<readonly string[]>;
}

/** What may be written at a position of a project or case file. */
export async function suggestionsAt(
  file: AssistedFile,
  text: string,
  position: Position,
  { endpoints, pathsOf }: AssistSources,
): Promise<readonly Suggestion[]> {
  const spot = yamlSpotAt(text, position);
  const range = { start: { line: position.line, character: spot.start }, end: position };
  const schemas = schemasAt(SCHEMAS[file], spot.path);
  if (schemas.some((schema) => isEndpoint(schema))) {
    return endpoints.map(({ text: written, description }) => {
      return { label: written, kind: "endpoint", description, newText: quotedIn(text, position, written), range };
    });
  }
  const endpoint = spot.kind === "value" ? endpointAsked(text, position, spot) : undefined;
  if (endpoint !== undefined) {
    const paths = await pathsOf(endpoint.replaceAll(/^["']|["']$/g, ""));
    return paths.map((path) => ({ label: path, kind: "path", newText: path, range }));
  }
  if (spot.kind === "key") {
    return schemas
      .flatMap((schema) => keysOf(schema))
      .filter(({ name }, at, all) => {
        return !spot.siblings.has(name) && all.findIndex((each) => each.name === name) === at;
      })
      .map(({ name, description }) => ({ label: name, kind: "key", newText: `${name}: `, range, ...description }));
  }
  return [...new Set(schemas.flatMap((schema) => valuesOf(schema)))].map((value) => {
    return { label: value, kind: "value", newText: value, range };
  });
}

/** What the format says of the key at a position. */
export function keyDescriptionAt(file: AssistedFile, text: string, { line }: Position): string | undefined {
  const content = text.split(/\r\n|\n|\r/)[line] ?? "";
  const [head, name] = /^\s*(?:-\s+)*"?([\w.-]+)"?\s*:/.exec(content) ?? [];
  if (head === undefined || name === undefined) return undefined;
  const { path } = yamlSpotAt(text, { line, character: head.length - name.length - 1 });
  const descriptions = schemasAt(SCHEMAS[file], [...path, name]).map((schema) => schema["description"]);
  return descriptions.find((description) => typeof description === "string");
}

const SCHEMAS: Readonly<Record<AssistedFile, Json>> = { project: projectFormat.schema, cases: caseFormat.schema };

/** The shape of an endpoint, or of a pattern of endpoints, asks for a path at its end. */
function isEndpoint({ pattern }: { readonly [name: string]: Json }): boolean {
  return typeof pattern === "string" && pattern.endsWith(String.raw`\s+/\S*\s*$`);
}

/** The endpoint into whose answers a path is written: a rule's, or that of the step which captures; undefined elsewhere. */
function endpointAsked(text: string, { line }: Position, { path, siblings }: YamlSpot): string | undefined {
  if (path.at(-1) === "path") return siblings.get("endpoint");
  if (path.at(-2) !== "capture") return undefined;
  const lines = text.split(/\r\n|\n|\r/);
  for (let at = line; at >= 0; at--) {
    const [key] = /^\s*(?:-\s+)*capture\s*:/.exec(lines[at] ?? "") ?? [];
    if (key !== undefined) return yamlSpotAt(text, { line: at, character: key.length }).siblings.get("endpoint");
  }
  return undefined;
}

function keysOf({ properties }: { readonly [name: string]: Json }): readonly {
  readonly name: string;
  readonly description: { readonly description?: string };
}[] {
  if (!isRecord(properties)) return [];
  return Object.entries(properties).map(([name, schema]) => {
    const description: unknown = isRecord(schema) ? schema["description"] : undefined;
    return { name, description: typeof description === "string" ? { description } : {} };
  });
}

function valuesOf(schema: { readonly [name: string]: Json }): readonly string[] {
  const listed = schema["enum"];
  const values = Array.isArray(listed) ? listed : schema["const"] === undefined ? [] : [schema["const"]];
  const all = schema["type"] === "boolean" ? [true, false] : values;
  return all.flatMap((value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [],
  );
}

/** Between braces a path with parameters has to stand in quotes. */
function quotedIn(text: string, { line, character }: Position, written: string): string {
  const before = (text.split(/\r\n|\n|\r/)[line] ?? "").slice(0, character);
  return /\{[^{}]*$/.test(before) && written.includes("{") && !/["'][^"']*$/.test(before) ? `"${written}"` : written;
}
