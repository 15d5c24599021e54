import type { DatabaseChanges, TableChange } from "#core/model/run/table-change.ts";
import type { Database, OwnedProcess, Snapshot } from "#core/ports.ts";

import { changesBetween } from "./changes-between.ts";
import type { Companion } from "../companions/companion.ts";

/** All that a side keeps: its database and what stands beside it, as one. */
export interface SideState {
  /** Keeps all as it is now as what is put back. */
  keep(): Promise<void>;
  /** False where only a new start of the side on a new copy does it. */
  restore(server: Pick<OwnedProcess, "openFiles">, isTouched: boolean): Promise<boolean>;
  /** 0 where nobody has written to any of it since `keep`, `restore` or `mark`, else another number as soon as somebody has. */
  version(): Promise<number>;
  /** From now on until the next restore, what is written is told against the state as it is now. */
  mark(): Promise<void>;
  /** What was written since `keep`, `restore` or `mark`; dear, and therefore asked for only where the version says that somebody wrote. */
  effect(): Promise<DatabaseChanges>;
  /** The tables of the database that have lost all their rows, of which there were several, since `keep`. */
  emptied(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/** `isCompared` is false where what is written into the database is not told. */
export function createSideState(database: Database, companions: readonly Companion[], isCompared: boolean): SideState {
  let start: Snapshot | undefined;
  /** What the effect is told against, where it is not the start. */
  let marked: { readonly database: Snapshot; readonly beside: readonly DatabaseChanges[] } | undefined;
  let kept = "";
  let seen = "";
  let count = 0;
  const versionsWith = async (own: Promise<number>): Promise<string> => {
    const all = await Promise.all([own, ...companions.map((each) => each.version())]);
    return all.join(" ");
  };
  const versions = (): Promise<string> => versionsWith(database.version());
  const present = (): Snapshot => {
    if (start === undefined) throw new Error("A state was used before it was kept.");
    return start;
  };
  const unmark = async (): Promise<void> => {
    const last = marked;
    marked = undefined;
    await last?.database.dispose();
  };
  return {
    keep: async () => {
      await unmark();
      const last = start;
      start = await database.snapshot();
      await last?.dispose();
      for (const each of companions) await each.keep();
      kept = await versions();
    },
    mark: async () => {
      if ((await versions()) === kept) return;
      const beside = await Promise.all(companions.map((each) => each.changes()));
      await unmark();
      marked = { database: await (database.mark?.() ?? database.snapshot()), beside };
      kept = await versions();
    },
    restore: async (server, isTouched) => {
      await unmark();
      const version = await database.restore(present());
      const restored: boolean[] = [];
      for (const each of companions) restored.push(await each.restore(server, isTouched));
      if (version === undefined) return false;
      kept = await versionsWith(Promise.resolve(version));
      return restored.every(Boolean);
    },
    version: async () => {
      const now = await versions();
      if (now === kept) return 0;
      if (now !== seen) count += 1;
      seen = now;
      return count;
    },
    effect: async () => {
      const all = await Promise.all([
        ...(isCompared ? [database.changesSince(marked?.database ?? present())] : []),
        ...companions.map(async (each, at) => {
          const before = marked?.beside[at];
          return before === undefined ? each.changes() : changesBetween(before, await each.changes());
        }),
      ]);
      const tables: TableChange[] = [];
      for (const changes of all) {
        if (changes.kind !== "changes") return changes;
        tables.push(...changes.tables);
      }
      return { kind: "changes", tables };
    },
    emptied: async () => ((await versions()) === kept ? [] : database.emptiedSince(present())),
    dispose: async () => {
      await unmark();
      await start?.dispose();
    },
  };
}
