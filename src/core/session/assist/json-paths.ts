import { isRecord } from "#core/model/is-record.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";

/** More of them nobody reads. */
const MOST_PATHS = 200;

const PLAIN = /^[A-Za-z_]\w*$/;

/** The paths (RFC 9535) of all values in a JSON text, items of a list as one: `{"items":[{"id":1}]}` → `$.items`, `$.items[*].id` */
export function jsonPaths(text: string): readonly string[] {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (paths.size >= MOST_PATHS) return;
    if (Array.isArray(value)) {
      for (const item of value.slice(0, MOST_PATHS)) walk(item, `${path}[*]`);
    } else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value)) {
        const below = PLAIN.test(name) ? `${path}.${name}` : `${path}['${name.replaceAll(/['\\]/g, String.raw`\$&`)}']`;
        if (paths.size < MOST_PATHS) paths.add(below);
        walk(member, below);
      }
    }
  };
  walk(parsedJson(text), "$");
  return [...paths];
}
