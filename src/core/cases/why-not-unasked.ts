import type { Operation } from "#core/model/operation.ts";

/** What a name says that deletes or resets everything, or ends the server. */
const DESTRUCTIVE_WORDS: ReadonlySet<string> = new Set([
  "reset",
  "purge",
  "truncate",
  "wipe",
  "drop",
  "clear",
  "flush",
  "shutdown",
  "restart",
]);

/**
 * Why an operation is not sent unless a case file asks for it, as the end of a sentence; undefined where it may be sent.
 * `emptied` has the tables that it emptied in an earlier run. `DELETE /api/nodes` deletes a collection;
 * `POST /admin/cache/{name}/flushAll` says `flush`.
 */
export function whyNotUnasked(
  { method, path, operationId = "" }: Pick<Operation, "method" | "path" | "operationId">,
  emptied: readonly string[] = [],
): string | undefined {
  const word = wordsOf(`${path.replaceAll(/\{[^{}]*\}/g, "/")} ${operationId}`).find((each) =>
    DESTRUCTIVE_WORDS.has(each),
  );
  if (word !== undefined) return `its name says \`${word}\``;
  const isOfOne = /\{[^{}]*\}\/?$/.test(path);
  if (method === "DELETE" && !isOfOne) return "it may delete all there is, because its path names no single one";
  return emptied.length === 0 ? undefined : `in an earlier run it emptied ${emptied.join(", ")}`;
}

/** `/api/resetAll drop_tables` → `api`, `reset`, `all`, `drop`, `tables` */
function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}
