import { isRecord } from "#core/model/is-record.ts";

/**
 * A message of a process of our own, which prints one a line; undefined for a line of another kind, as what a library
 * prints may stand between them.
 */
export function readMessage<T extends { readonly kind: string }>(
  line: string,
  kinds: Readonly<Record<T["kind"], true>>,
): T | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isRecord(message) && Object.hasOwn(kinds, String(message["kind"])) ? (message as unknown as T) : undefined;
  } catch {
    return undefined;
  }
}
