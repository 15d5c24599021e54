import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import type { Files } from "#core/ports.ts";
import { createMentionReader } from "../client/operation-mentions.ts";

/** Endpoints that clients call, each with the first place where one does. */
export type CalledEndpoints = ReadonlyMap<EndpointKey, Place>;

const ENDINGS = [".js", ".jsx", ".mjs", ".py", ".rs", ".svelte", ".ts", ".tsx", ".vue"];

/** Between a path and the method that it is asked for with. */
const MOST_LINES = 4;

/**
 * Looks through clients' code for operations of the contract: their ids, as generators spell them, and their paths, with the
 * method that stands beside them, GET where there is none. `generated`, a file or a folder, names all that there are and calls none.
 */
export async function calledIn(
  files: Pick<Files, "list" | "read">,
  folders: readonly string[],
  operations: readonly Operation[],
  generated: string | undefined,
): Promise<CalledEndpoints> {
  const read = createMentionReader(operations);
  const called = new Map<EndpointKey, Place>();
  for (const folder of folders) {
    for (const file of await files.list(folder, ENDINGS)) {
      if (generated !== undefined && (file === generated || file.startsWith(`${generated}/`))) continue;
      const lines = ((await files.read(file)) ?? "").split("\n");
      for (const [line, text] of lines.entries()) {
        const mention = read(text);
        if (mention === undefined) continue;
        const found =
          mention.kind === "operation"
            ? [mention.operation]
            : calledAt(mention.operations, lines.slice(line, line + MOST_LINES).join("\n"));
        const range = { start: { line, character: 0 }, end: { line, character: text.length } };
        for (const { key } of found) if (!called.has(key)) called.set(key, { file, range });
      }
    }
  }
  return called;
}

/** Of the operations at a path those whose method stands beside it. */
function calledAt(operations: readonly Operation[], text: string): readonly Operation[] {
  if (operations.length < 2) return operations;
  const named = operations.filter(
    ({ method }) =>
      new RegExp(`\\b${method}\\b(?=["'\`(<,\\s])|\\.${method.toLowerCase()}\\b`, "u").test(text) ||
      new RegExp(`["'\`]${method}["'\`]`, "i").test(text),
  );
  if (named.length > 0) return named;
  const reading = operations.filter(({ method }) => method === "GET");
  return reading.length > 0 ? reading : operations;
}
