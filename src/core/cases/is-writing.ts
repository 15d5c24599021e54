import type { Method } from "#core/model/endpoint.ts";

/** Safe methods of RFC 9110, section 9.2.1: they may not change the database. */
const READING: ReadonlySet<Method> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a request with this method may change the database. */
export function isWriting(method: Method): boolean {
  return !READING.has(method);
}
