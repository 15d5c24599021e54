import type { Case } from "#core/model/run/case.ts";

type Headers = Case["headers"];

/** What a request of an identity carries on one side. */
export interface Credentials {
  readonly headers: Headers;
  readonly cookies: readonly Cookie[];
}

/** A cookie that a server set (RFC 6265). */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** It is sent with this path and all below. */
  readonly path: string;
}

/** Headers as credentials: a cookie among them goes together with those of a case. */
export function carriedBy(headers: Headers): Credentials {
  const isCookie = ([name]: Headers[number]): boolean => name.toLowerCase() === "cookie";
  const pairs = headers.filter(isCookie).flatMap(([, value]) => value.split(/;\s*/));
  return {
    headers: headers.filter((header) => !isCookie(header)),
    cookies: pairs.map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), path: "/" };
    }),
  };
}

/** A case's headers with the credentials. What the case brings itself, a header or a cookie, means its own value. */
export function withCredentials({ headers, target }: Pick<Case, "headers" | "target">, given: Credentials): Headers {
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  const added = given.headers.filter(([name]) => !own.has(name.toLowerCase()));
  return withCookies([...headers, ...added], target, given.cookies);
}

function withCookies(headers: Headers, target: string, cookies: readonly Cookie[]): Headers {
  const isCookie = ([name]: Headers[number]): boolean => name.toLowerCase() === "cookie";
  const own = headers.filter(isCookie).flatMap(([, value]) => value.split(/;\s*/));
  const named = new Set(own.map((pair) => pair.split("=")[0]));
  const path = target.replace(/[?#].*/s, "");
  const added = cookies
    .filter((cookie) => !named.has(cookie.name) && matchesPath(path, cookie.path))
    // The longer path first (RFC 6265, section 5.4).
    .toSorted((one, other) => other.path.length - one.path.length)
    .map(({ name, value }) => `${name}=${value}`);
  if (added.length === 0) return headers;
  return [...headers.filter((header) => !isCookie(header)), ["cookie", [...own, ...added].join("; ")]];
}

/** RFC 6265, section 5.1.4. */
function matchesPath(path: string, of: string): boolean {
  return path === of || path.startsWith(of.endsWith("/") ? of : `${of}/`);
}
