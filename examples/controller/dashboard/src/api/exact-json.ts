/** What the browsers have and TypeScript 5.9 does not know yet: https://tc39.es/proposal-json-parse-with-source/ */
interface JsonWithSource {
  parse(text: string, revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
}

const json = JSON as unknown as JsonWithSource;

/** Reads JSON; an integer that a double would round becomes a bigint, so that it can be sent back as it came. */
export function parseExactly(text: string): unknown {
  return json.parse(text, (_, value, { source }) =>
    typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}

/** Writes JSON; a bigint is written in full. */
export function stringifyExactly(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? json.rawJSON(String(part)) : part));
}
