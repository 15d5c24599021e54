import { DatabaseFault } from "#core/model/databases/database-fault.ts";

import type { StoredTable } from "./catalogue.ts";
import type { Connection, StatementResult } from "./connection.ts";
import { literal } from "./undo-changes.ts";

/** The hash of all rows of each table, by the name under which it is shown. */
export type FullHash = ReadonlyMap<string, string>;

/** After so many looks that found nothing written, all rows are looked at. */
const LOOKS_A_HASH = 50;

/** A hash of large tables waits until it costs no more than this share of the time. */
const MOST_SHARE = 0.05;

/** One statement that reads every row, also of tables that no trigger watches. What a foreign table shows lies elsewhere. */
export function hashStatement(tables: Iterable<StoredTable>): string {
  const hashes = [...tables]
    .filter(({ isForeign }) => !isForeign)
    .map(
      ({ sqlName, shownName }) =>
        `SELECT ${literal(shownName)}, count(*) || ':' || coalesce(sum(hashtextextended("portolan row"::text, 0)), 0) FROM ONLY ${sqlName} "portolan row"`,
    );
  return hashes.length === 0 ? "SELECT NULL, NULL WHERE false" : hashes.join(" UNION ALL ");
}

/** `statements` and the hash of all rows, of one and the same state of the database. */
export async function readWithHash(
  connection: Connection,
  statement: string,
  hash: string,
): Promise<{ readonly result: StatementResult; readonly hash: FullHash }> {
  const results = await connection.queryAll(
    `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${statement}; ${hash}; COMMIT`,
  );
  const [, result, hashes] = results;
  if (result === undefined || hashes === undefined) throw new Error("PostgreSQL left out a statement's result.");
  const byTable = Map.groupBy(hashes.rows, ([table]) => table ?? "");
  return {
    result,
    hash: new Map(
      [...byTable].map(([table, rows]) => [
        table,
        rows
          .map(([, own]) => String(own))
          .toSorted()
          .join(),
      ]),
    ),
  };
}

/** When all rows are looked at: seldom while the log tells the truth, at each look once it did not. */
export interface HashTurns {
  /** To be asked at each look that found nothing written. */
  isDue(): boolean;
  /** Throws a DatabaseFault where rows are others, which the log did not tell. `elapsedMs` is what the hash took. */
  hold(before: FullHash, now: FullHash, elapsedMs: number): void;
}

/** `looksAHash` is given by tests alone. */
export function createHashTurns(looksAHash: number = LOOKS_A_HASH): HashTurns {
  let looks = 0;
  let every = looksAHash;
  let notBefore = 0;
  return {
    isDue: () => {
      looks += 1;
      return looks >= every && performance.now() >= notBefore;
    },
    hold: (before, now, elapsedMs) => {
      const since = looks;
      looks = 0;
      notBefore = performance.now() + elapsedMs / MOST_SHARE;
      const changed = [...before].filter(([table, own]) => now.get(table) !== own).map(([table]) => table);
      if (changed.length === 0) return;
      // The next one is told at its own case.
      every = 1;
      notBefore = 0;
      throw new DatabaseFault(untoldText(changed, since));
    },
  };
}

function untoldText(tables: readonly string[], looks: number): string {
  const where = looks > 1 ? `in this case or one of the ${looks - 1} before it` : "in this case";
  return `Rows of ${tables.toSorted().join(", ")} were changed ${where}, and the triggers by which Portolan follows a database did not see it: something switched them off, or no trigger can watch the table. What these cases wrote there was not compared, and was not put back until now.`;
}
