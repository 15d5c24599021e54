import type { Cookie } from "./credentials.ts";

/**
 * The cookies after an answer of the request's `path`: those it set in place of those before, without those it took back
 * (RFC 6265, section 5.3). `Secure` and `Domain` do not count: all goes over this machine's loopback.
 */
export function keepCookies(
  kept: readonly Cookie[],
  path: string,
  headers: readonly (readonly [name: string, value: string])[],
  now: number,
): readonly Cookie[] {
  let cookies = kept;
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== "set-cookie") continue;
    const read = readCookie(value, path, now);
    if (read === undefined) continue;
    const others = cookies.filter((other) => other.name !== read.cookie.name || other.path !== read.cookie.path);
    cookies = read.isGone ? others : [...others, read.cookie];
  }
  return cookies;
}

/** `sid=abc; Path=/; Max-Age=0` */
function readCookie(
  text: string,
  requestPath: string,
  now: number,
): { readonly cookie: Cookie; readonly isGone: boolean } | undefined {
  const [pair = "", ...attributes] = text.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, Math.max(at, 0)).trim();
  if (name === "") return undefined;
  const valueOf = (attribute: string): string | undefined =>
    attributes
      .map((each) => each.trim())
      .findLast((each) => each.toLowerCase().startsWith(`${attribute}=`))
      ?.slice(attribute.length + 1);
  const path = valueOf("path");
  const age = valueOf("max-age");
  const expires = Date.parse(valueOf("expires") ?? "");
  const isGone = age === undefined ? expires <= now : Number(age) <= 0;
  const cookie = { name, value: pair.slice(at + 1).trim(), path: path?.startsWith("/") ? path : folderOf(requestPath) };
  return { cookie, isGone };
}

/** `/api/auth/login` → `/api/auth` */
function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}
