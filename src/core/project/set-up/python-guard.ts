import { type FoundVariable, placeIn } from "./found-variable.ts";
import type { PythonText } from "./python-variables.ts";

/** A header that a server compares with a secret of its environment. */
export interface FoundGuard {
  /** The variable that has the secret. */
  readonly variable: string;
  readonly header: string;
  /** What stands in the header before the secret: `Bearer `. */
  readonly before: string;
  readonly from: string;
}

/** The variables' words that a key for callers has; what follows them belongs to somebody else's service. */
const SECRET_NAME = /(?:SECRET|TOKEN|API_?KEY)$/;

/**
 * The key that a Python server asks its callers for: a file that compares a secret, takes it from a header, and names the
 * setting that holds it. `X-Api-Key` with `APIKeyHeader`, `Header` or `request.headers`, else a bearer token.
 */
export function pythonGuard(files: readonly PythonText[], variables: readonly FoundVariable[]): FoundGuard | undefined {
  for (const { file, text } of files) {
    if (!/\bcompare_digest\(|\bAPIKeyHeader\(/.test(text)) continue;
    const found = variables
      .filter(({ name }) => SECRET_NAME.test(name))
      .flatMap(({ name }) => {
        const index = useOf(name, text);
        return index === undefined ? [] : [{ name, index }];
      })
      .toSorted((one, other) => one.index - other.index)[0];
    const header = headerIn(text);
    if (found && header) {
      return { variable: found.name, ...header, from: placeIn(file, text, found.index) };
    }
  }
  return undefined;
}

/** Where a file uses a variable: by its name, or as the field of the settings that it fills, with or without a prefix. */
function useOf(name: string, text: string): number | undefined {
  const whole = new RegExp(`\\b${name}\\b`).exec(text)?.index;
  if (whole !== undefined) return whole;
  for (const match of text.matchAll(/\.([a-z]\w*)\b/g)) {
    const field = (match[1] ?? "").toUpperCase();
    if (field.includes("_") && (name === field || name.endsWith(`_${field}`))) return match.index + 1;
  }
  return undefined;
}

function headerIn(text: string): Pick<FoundGuard, "header" | "before"> | undefined {
  const named = /\bAPIKeyHeader\([^)]*\bname\s*=\s*["']([\w-]+)["']/.exec(text)?.[1];
  const written = named ?? /["'](x-[\w-]*(?:key|token|secret|auth)[\w-]*)["']/i.exec(text)?.[1];
  if (written !== undefined) return { header: written, before: "" };
  return /\bHTTPBearer\(|["']Bearer /.test(text) ? { header: "Authorization", before: "Bearer " } : undefined;
}
