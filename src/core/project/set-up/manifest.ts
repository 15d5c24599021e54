import { parse, TomlError } from "smol-toml";

/** A manifest in TOML. */
export type Table = Readonly<Record<string, unknown>>;

/** A manifest that cannot be read belongs to no server that could be started. */
export function readToml(text: string): Table {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

/** What stands below these keys. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let inside = value;
  for (const key of keys) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, key)) return undefined;
    inside = Reflect.get(inside, key);
  }
  return inside;
}
