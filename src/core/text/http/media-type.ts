/** A Content-Type (RFC 9110, section 8.3) taken apart; what is case-insensitive in lower case. */
export interface MediaType {
  /** `application/json` */
  readonly essence: string;
  /** `charset=utf-8`, sorted. */
  readonly parameters: readonly string[];
}

/** The first header of a name in lower case; undefined where there is none. */
export function headerValue(
  headers: readonly (readonly [name: string, value: string])[],
  name: string,
): string | undefined {
  return headers.find(([known]) => known === name)?.[1];
}

/** Reads a Content-Type. `"Application/JSON; charset=UTF-8"` → `application/json`, `charset=utf-8` */
export function readMediaType(value: string): MediaType {
  const [essence = "", ...parameters] = value.split(";").map((part) => part.trim().toLowerCase());
  return {
    essence,
    parameters: parameters
      .filter((part) => part !== "")
      .map(withoutQuotes)
      .toSorted(),
  };
}

/** Does a Content-Type promise JSON (RFC 8259, section 11, and the suffix of RFC 6839, section 3.1)? */
export function isJsonType(value: string | undefined): boolean {
  if (value === undefined) return false;
  const { essence } = readMediaType(value);
  return essence === "application/json" || essence === "text/json" || essence.endsWith("+json");
}

function withoutQuotes(parameter: string): string {
  return parameter.replace(/\s*=\s*/, "=").replace(/="(.*)"$/, "=$1");
}
