import { isRecord } from "#core/model/is-record.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Ports } from "#core/ports.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";

/** Where it is kept which requests emptied a table, relative to the project's folder. */
export const EMPTIED_FILE = ".portolan/never-unasked.json";

const VERSION = 1;

/** The tables that endpoints emptied when they were sent unasked: they are never sent so again. */
export interface EmptiedTables {
  all(): Promise<ReadonlyMap<EndpointKey, readonly string[]>>;
  /** Remembers and saves it. Undefined, or why it could not be saved. */
  add(endpoint: EndpointKey, tables: readonly string[]): Promise<string | undefined>;
  /** The file may have been changed: it is read again when asked next. */
  forget(): void;
}

/** Keeps it in the project's folder; a user who takes an entry out lets the request be sent again. */
export function createEmptiedTables({ files, locks }: Pick<Ports, "files" | "locks">): EmptiedTables {
  const own = new Map<EndpointKey, readonly string[]>();
  let known: Promise<ReadonlyMap<EndpointKey, readonly string[]>> | undefined;
  const readAnew = async (): Promise<ReadonlyMap<EndpointKey, readonly string[]>> =>
    new Map([...readEmptied(await files.read(EMPTIED_FILE)), ...own]);
  return {
    all: () => (known ??= readAnew().catch(() => own)),
    add: async (endpoint, tables) => {
      own.set(endpoint, tables);
      known = undefined;
      try {
        await locks.hold(EMPTIED_FILE, async () => {
          const endpoints = [...(await readAnew())]
            .map(([key, emptied]) => ({ endpoint: key, emptied }))
            .toSorted((a, b) => (a.endpoint < b.endpoint ? -1 : 1));
          await files.write(EMPTIED_FILE, `${JSON.stringify({ version: VERSION, endpoints }, undefined, 2)}\n`);
        });
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    forget: () => {
      known = undefined;
    },
  };
}

/** A file that cannot be understood counts as empty. */
function readEmptied(text = "{}"): readonly (readonly [EndpointKey, readonly string[]])[] {
  const content = parsedJson(text);
  if (!isRecord(content) || content["version"] !== VERSION || !Array.isArray(content["endpoints"])) return [];
  const entries: readonly unknown[] = content["endpoints"];
  return entries.filter(isEntry).map(({ endpoint, emptied }) => [endpoint, emptied.map(String)]);
}

function isEntry(value: unknown): value is { readonly endpoint: EndpointKey; readonly emptied: readonly unknown[] } {
  return isRecord(value) && typeof value["endpoint"] === "string" && Array.isArray(value["emptied"]);
}
