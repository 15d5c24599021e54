import type { Finding, FindingSeverity } from "#core/model/finding.ts";
import type { Json } from "#core/model/operation.ts";
import type { Range } from "#core/model/place.ts";
import { nearestWord } from "./yaml-nearest-word.ts";
import type { YamlDocument, YamlEntry, YamlMap, YamlNode } from "./yaml.ts";

/**
 * What a value in a YAML file may be: how it is read, and the same as JSON Schema (draft-07) for editors. The shapes of
 * a file are the one description of its format.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** The value, or undefined where it cannot be used; then a finding was reported. */
  readonly read: (node: YamlNode, at: Spot) => T | undefined;
}

export type JsonSchema = { readonly [keyword: string]: Json };

/** Where a value is asked for. */
export interface Spot {
  readonly document: YamlDocument;
  /** Keys from the root: `servers.python.folder`, `rules[].allow`. */
  readonly path: string;
  readonly report: (code: string, range: Range, facts: Finding["facts"], severity?: FindingSeverity) => void;
}

/** A value together with where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

/** A key of a record. */
export interface Field<T> {
  readonly description: string;
  readonly shape: Shape<T>;
  /** The code of the finding where the key is missing; none where it may be. */
  readonly missingCode?: string;
}

/** A key that must be there and not be empty. */
export function required<T>(description: string, shape: Shape<T>, missingCode = "yaml-missing-key"): Field<T> {
  return { description, shape, missingCode };
}

/** A key that may be left out, or stand without a value. */
export function optional<T>(description: string, shape: Shape<T>): Field<T | undefined> {
  return { description, shape };
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Fill<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** Reads a whole document; findings of its syntax come first. */
export function readShape<T>(
  document: YamlDocument,
  shape: Shape<T>,
): { readonly value: T | undefined; readonly findings: readonly Finding[] } {
  const findings = [...document.findings];
  const report: Spot["report"] = (code, range, facts, severity = "error") => {
    findings.push({ code, severity, place: { file: document.file, range }, facts });
  };
  const value = document.root && shape.read(document.root, { document, path: "", report });
  return { value, findings };
}

/**
 * A mapping with known keys. An unknown key is reported and passed over; a key that is missing or cannot be used makes
 * the whole unusable.
 */
export function record<F extends Fields>(fields: F): Shape<Fill<F>> {
  const names = Object.keys(fields);
  const requiredNames = names.filter((name) => fields[name]?.missingCode !== undefined);
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, { description, shape }]) => [name, { description, ...shape.schema }]),
      ),
      ...(requiredNames.length > 0 && { required: requiredNames }),
      additionalProperties: false,
    },
    read: (node, at) => {
      if (node.kind !== "map") return reportType(node, at, "a mapping");
      for (const entry of node.entries) {
        if (!Object.hasOwn(fields, entry.key)) reportUnknownKey(entry, names, at);
      }
      const values = Object.entries(fields).map(([name, field]) => [name, readField(node, name, field, at)] as const);
      const isUsable = values.every(([, read]) => read !== BROKEN);
      // Each value was read by the shape of its own field, which is what `Fill` says.
      return isUsable ? (Object.fromEntries(values) as Fill<F>) : undefined;
    },
  };
}

/** A mapping of one of two kinds: the first where it has this key, else the other. */
export function whereKey<T, U>(key: string, withKey: Shape<T>, without: Shape<U>): Shape<T | U> {
  return {
    schema: { anyOf: [withKey.schema, without.schema] },
    read: (node, at) => {
      const hasKey = node.kind === "map" && node.entries.some((entry) => entry.key === key);
      return hasKey ? withKey.read(node, at) : without.read(node, at);
    },
  };
}

/** A mapping with free keys. An entry that cannot be used is reported and left out. */
export function mapOf<T>(item: Shape<T>): Shape<readonly (readonly [key: string, value: T])[]> {
  return {
    schema: { type: "object", additionalProperties: item.schema },
    read: (node, at) => {
      if (node.kind !== "map") return reportType(node, at, "a mapping");
      return node.entries.flatMap(({ key, value }) => {
        const read = item.read(value, below(at, key));
        return read === undefined ? [] : [[key, read] as const];
      });
    },
  };
}

/** A list. An item that cannot be used is reported and left out. */
export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    schema: { type: "array", items: item.schema },
    read: (node, at) => {
      if (node.kind !== "list") return reportType(node, at, "a list");
      const itemAt = { ...at, path: at.path && `${at.path}[]` };
      return node.items.flatMap((each) => item.read(each, itemAt) ?? []);
    },
  };
}

/** One value, or a list of them. */
export function oneOrMore<T>(item: Shape<T>): Shape<readonly T[]> {
  const list = listOf(item);
  return {
    schema: { anyOf: [item.schema, list.schema] },
    read: (node, at) => {
      if (node.kind === "list") return list.read(node, at);
      const one = item.read(node, at);
      return one === undefined ? undefined : [one];
    },
  };
}

/** A value with its range. */
export function located<T>(shape: Shape<T>): Shape<Located<T>> {
  return {
    schema: shape.schema,
    read: (node, at) => {
      const value = shape.read(node, at);
      return value === undefined ? undefined : { value, range: node.range };
    },
  };
}

/** A shape that is looked at more closely; `refine` reports what it refuses. `schema` is added for editors. */
export function refined<T, U>(
  shape: Shape<T>,
  schema: JsonSchema,
  refine: (value: T, range: Range, at: Spot) => U | undefined,
): Shape<U> {
  return {
    schema: { ...shape.schema, ...schema },
    read: (node, at) => {
      const value = shape.read(node, at);
      return value === undefined ? undefined : refine(value, node.range, at);
    },
  };
}

const BROKEN = Symbol("broken");

function readField(map: YamlMap, name: string, field: Field<unknown>, at: Spot): unknown {
  const entry = map.entries.find(({ key }) => key === name);
  const scalar = entry?.value.kind === "scalar" ? entry.value : undefined;
  const isBlank = scalar?.source.trim() === "";
  if (field.missingCode !== undefined && (entry === undefined || isBlank)) {
    const range = entry?.keyRange ?? map.entries[0]?.keyRange ?? map.range;
    at.report(field.missingCode, range, { key: name, in: at.path });
    return BROKEN;
  }
  // `body:` is left out, `body: null` and `text: ""` are not.
  if (entry === undefined || (isBlank && scalar?.value === null)) return undefined;
  return field.shape.read(entry.value, below(at, name)) ?? BROKEN;
}

function reportUnknownKey(entry: YamlEntry, names: readonly string[], at: Spot): void {
  const nearest = nearestWord(entry.key, names);
  at.report("yaml-unknown-key", entry.keyRange, {
    key: entry.key,
    in: at.path,
    ...(nearest === undefined ? { known: names.join(", ") } : { nearest }),
  });
}

/** Reports that a value is of another type than the one expected. */
export function reportType(node: YamlNode, at: Spot, expected: string): undefined {
  at.report("yaml-wrong-type", node.range, { key: at.path, expected, found: typeName(node) });
}

function typeName(node: YamlNode): string {
  if (node.kind === "map") return "a mapping";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "nothing";
  if (typeof node.value === "string") return "text";
  return node.source;
}

function below(at: Spot, key: string): Spot {
  return { ...at, path: at.path === "" ? key : `${at.path}.${key}` };
}
