import type { Schema } from "./schema.ts";

/** A value that a schema does not allow, as JSON text, and what is wrong with it, as the end of "NAME …". */
export interface InvalidValue {
  readonly value: string;
  readonly says: string;
}

/**
 * A value of another type, nearest to what a lenient reader takes all the same: digits in quotes for a number, `yes` for a
 * boolean.
 */
export function wrongType(schema: Schema): InvalidValue | undefined {
  switch (schema.kind) {
    case "integer":
    case "number":
      return { value: '"12"', says: "is a number in quotes" };
    case "boolean":
      return { value: '"yes"', says: "is a word in place of true or false" };
    case "text":
      return hasForm(schema) ? undefined : { value: "12", says: "is a number in place of a text" };
    case "choice":
      return { value: "12", says: "is a number in place of a text" };
    case "list":
      return { value: "{}", says: "is an object in place of a list" };
    case "object":
      return { value: "[]", says: "is a list in place of an object" };
    case "unknown":
      return undefined;
  }
}

/** A value of the right type that is out of the schema's limits. */
export function outOfRange(schema: Schema): InvalidValue | undefined {
  switch (schema.kind) {
    case "integer":
    case "number": {
      const { least, most } = schema;
      if (most !== undefined && isExact(most + 1)) return { value: String(most + 1), says: "is larger than it may be" };
      if (least !== undefined && isExact(least - 1))
        return { value: String(least - 1), says: "is smaller than it may be" };
      return undefined;
    }
    case "text": {
      const { least, most } = schema;
      if (hasForm(schema)) return { value: '"not one"', says: `is no ${schema.format ?? ""}` };
      if (most !== undefined && most <= 2000)
        return { value: JSON.stringify("x".repeat(most + 1)), says: "is longer than it may be" };
      return least > 0
        ? { value: JSON.stringify("x".repeat(least - 1)), says: "is shorter than it may be" }
        : undefined;
    }
    case "choice":
      return { value: '"no-such-value"', says: "is a value that is not known" };
    case "list": {
      const { least } = schema;
      return least > 0 ? { value: "[]", says: "has fewer items than it must" } : undefined;
    }
    case "boolean":
    case "object":
    case "unknown":
      return undefined;
  }
}

/** A text in a path or a query that is no value of the schema's type. */
export function wrongText(schema: Schema): InvalidValue | undefined {
  switch (schema.kind) {
    case "integer":
    case "number":
      return { value: '"many"', says: "is no number" };
    case "boolean":
      return { value: '"perhaps"', says: "is neither true nor false" };
    case "text":
      return hasForm(schema) ? outOfRange(schema) : undefined;
    case "list":
      return wrongText(schema.items);
    case "choice":
    case "object":
    case "unknown":
      return undefined;
  }
}

/** A value of the schema's type that nothing has. */
export function unknownThing(schema: Schema): string | undefined {
  switch (schema.kind) {
    case "integer":
    case "number":
      return "987654321";
    case "text":
      if (schema.format === "uuid") return '"ffffffff-ffff-4fff-bfff-ffffffffffff"';
      return schema.format === undefined && schema.pattern === undefined ? '"no-such-thing"' : undefined;
    case "unknown":
      return '"no-such-thing"';
    case "boolean":
    case "choice":
    case "list":
    case "object":
      return undefined;
  }
}

/** Formats whose values cannot be any text. */
const FORMS: ReadonlySet<string> = new Set([
  "uuid",
  "date-time",
  "date",
  "time",
  "email",
  "ipv4",
  "ipv6",
  "uri",
  "url",
]);

function hasForm({ format = "" }: Extract<Schema, { kind: "text" }>): boolean {
  return FORMS.has(format);
}

function isExact(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}
