import type { Schema } from "./schema.ts";
import { textOfPattern } from "./text-of-pattern.ts";

/** Which of the values that a schema allows: an ordinary one, the least, or the most. */
export type Extent = "plain" | "least" | "most";

/** A text no longer than this is made where a schema allows more. */
const LONGEST = 1000;
const MOST_ITEMS = 20;

/** Letters of two, three and four bytes, an accent of its own, and quotes: where lengths and spellings part. */
const UNICODE = "Ünïcödé 港 🌉 e\u0301 \"'<&>";

/** Of each format one that is ordinary, all of them valid (JSON Schema 2020-12, validation, section 7.3). */
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: "00000000-0000-4000-8000-000000000001",
  "date-time": "2024-02-29T12:30:15.250Z",
  date: "2024-02-29",
  time: "12:30:15",
  duration: "P1DT2H",
  email: "someone@example.com",
  uri: "https://example.com/a?b=c",
  url: "https://example.com/a?b=c",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  byte: "YWJj",
};

/** A valid value as JSON text, the same each time; undefined where none can be made up. */
export function valueOf(schema: Schema, extent: Extent): string | undefined {
  if (extent === "plain" && schema.shown !== undefined && schema.shown !== "null") return schema.shown;
  switch (schema.kind) {
    case "object":
      return objectOf(schema, extent);
    case "list":
      return listOf(schema, extent);
    case "text": {
      const text = textOf(schema, extent);
      return text === undefined ? schema.shown : JSON.stringify(text);
    }
    case "integer":
      return integerOf(schema, extent);
    case "number":
      return numberOf(schema, extent);
    case "boolean":
      return extent === "least" ? "false" : "true";
    case "choice":
      return extent === "most" ? schema.values.at(-1) : schema.values[0];
    case "unknown":
      return schema.shown;
  }
}

/** The members of an object: of the least only what is required. Undefined where a required one cannot be made. */
export function membersFor(
  { fields }: Extract<Schema, { kind: "object" }>,
  extent: Extent,
): ReadonlyMap<string, string> | undefined {
  const members = new Map<string, string>();
  for (const { name, schema, isRequired } of fields) {
    if (extent === "least" && !isRequired) continue;
    const value = extent === "least" && schema.isNullable ? "null" : valueOf(schema, extent);
    if (value !== undefined) members.set(name, value);
    else if (isRequired) return undefined;
  }
  return members;
}

/** `{name: "\"x\""}` → `{"name":"x"}` */
export function objectText(members: ReadonlyMap<string, string>): string {
  return `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
}

function objectOf(schema: Extract<Schema, { kind: "object" }>, extent: Extent): string | undefined {
  const members = membersFor(schema, extent);
  return members && objectText(members);
}

function listOf({ items, least, most = MOST_ITEMS }: Extract<Schema, { kind: "list" }>, extent: Extent) {
  const count = { plain: Math.max(least, Math.min(1, most)), least, most: Math.max(least, Math.min(most, 3)) }[extent];
  if (count === 0) return "[]";
  const item = valueOf(items, extent);
  if (item === undefined) return least === 0 ? "[]" : undefined;
  return count > MOST_ITEMS ? undefined : `[${Array.from({ length: count }, () => item).join(",")}]`;
}

function textOf(schema: Extract<Schema, { kind: "text" }>, extent: Extent): string | undefined {
  const { format = "", pattern, least, most = Infinity } = schema;
  const ordinary = BY_FORMAT[format];
  if (ordinary !== undefined) return ordinary;
  if (pattern !== undefined) return ofPattern(pattern, least, most);
  if (format === "binary" || least > LONGEST) return undefined;
  switch (extent) {
    case "plain":
      return filled("some text", least, most);
    case "least":
      return filled("", least, most);
    case "most":
      return most === Infinity ? filled(UNICODE, least, most) : filled(UNICODE, Math.min(most, LONGEST), most);
  }
}

function ofPattern(pattern: string, least: number, most: number): string | undefined {
  const text = textOfPattern(pattern);
  return text !== undefined && text.length >= least && text.length <= most ? text : undefined;
}

/** The text, cut or repeated so that it has that many characters. */
function filled(text: string, least: number, most: number): string {
  // A length counts code points, as JSON Schema and Python do.
  const characters = Array.from(text).slice(0, most);
  const source = Array.from(text === "" ? "a" : text);
  while (characters.length < least) characters.push(source[characters.length % source.length] ?? "a");
  // A blank at an end may be taken off before lengths are counted.
  if (characters.at(-1) === " ") characters.splice(-1, 1, "z");
  return characters.join("");
}

function integerOf({ least, most, format }: Extract<Schema, { kind: "integer" | "number" }>, extent: Extent): string {
  switch (extent) {
    case "plain":
      return integerText(within(7, least, most));
    case "least":
      return integerText(Math.ceil(least ?? within(0, least, most)));
    case "most":
      return most === undefined ? (MOST_BY_FORMAT[format ?? ""] ?? "9007199254740993") : integerText(most);
  }
}

const MOST_BY_FORMAT: Readonly<Record<string, string>> = {
  int32: "2147483647",
  int64: "9223372036854775807",
};

/** A limit that no double holds was rounded when the contract was read. */
function integerText(value: number): string {
  if (value >= 2 ** 63) return "9223372036854775807";
  if (value <= -(2 ** 63)) return "-9223372036854775808";
  return BigInt(Math.trunc(value)).toString();
}

function numberOf({ least, most }: Extract<Schema, { kind: "integer" | "number" }>, extent: Extent): string {
  switch (extent) {
    case "plain":
      return String(within(2.5, least, most));
    case "least":
      return String(within(least ?? 0, least, most));
    case "most":
      // The sum of 0.1 and 0.2: all digits of a double are needed.
      return String(within(most ?? 0.300_000_000_000_000_04, least, most));
  }
}

/** What JSON can say of a number. */
function within(value: number, least = -Number.MAX_VALUE, most = Number.MAX_VALUE): number {
  return Math.min(Math.max(value, least, -Number.MAX_VALUE), most, Number.MAX_VALUE);
}
