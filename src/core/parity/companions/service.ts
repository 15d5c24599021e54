import type { ServicePart, ServiceSettings } from "#core/model/service.ts";
import type { DatabaseChanges, StoredRow } from "#core/model/run/table-change.ts";

import type { Companion } from "./companion.ts";
import { contentValue } from "./content-value.ts";
import type { ServiceProcess } from "./service-process.ts";

/** Who a part of a service is for: a side, or what makes the base of both. */
export type PartOwner = "python" | "rust" | "base";

const NUMBERS: Readonly<Record<PartOwner, number>> = { python: 0, rust: 1, base: 2 };

/** What of a service belongs to whom. */
export function partFor({ isolate }: ServiceSettings, owner: PartOwner): ServicePart {
  return {
    number: isolate === "number" ? NUMBERS[owner] : 0,
    prefix: isolate === "prefix" ? `${owner}:` : "",
  };
}

/** A side's part of a service that is up. Disposing ends the service too, unless it `isShared`. */
export async function createService(
  settings: ServiceSettings,
  process: ServiceProcess,
  part: ServicePart,
): Promise<Companion> {
  const content = await process.open(part);
  const own = { number: String(part.number), prefix: part.prefix };
  return {
    values: Object.fromEntries(
      Object.entries({ port: String(process.port), ...own }).map(([name, value]) => [
        `service:${settings.name}.${name}`,
        value,
      ]),
    ),
    reach: [{ host: "127.0.0.1", port: process.port }],
    keep: async () => content?.keep(),
    restore: async (_, isTouched) => {
      if (content !== undefined) await content.restore();
      else if (isTouched && settings.reset.kind === "command") await process.run(settings.reset.line, own);
      return true;
    },
    version: async () => content?.version() ?? 0,
    changes: async () =>
      content === undefined
        ? { kind: "changes", tables: [] }
        : readable(await content.changes(`\${service:${settings.name}}`)),
    dispose: async () => {
      await content?.dispose();
      if (settings.isolate === "instance") await process.dispose();
    },
  };
}

/** What a text holds is compared value by value where it is JSON. */
function readable(changes: DatabaseChanges): DatabaseChanges {
  if (changes.kind !== "changes") return changes;
  return {
    kind: "changes",
    tables: changes.tables.map(({ inserted, updated, deleted, ...table }) => {
      const at = table.columns.indexOf("value");
      const row = (stored: StoredRow): StoredRow =>
        stored.map((value, column) => (column === at && typeof value === "string" ? contentValue(value) : value));
      return {
        ...table,
        inserted: inserted.map(row),
        updated: updated.map(({ before, after }) => ({ before: row(before), after: row(after) })),
        deleted: deleted.map(row),
      };
    }),
  };
}
