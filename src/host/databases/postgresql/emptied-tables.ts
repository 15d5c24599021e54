import type { StoredTable } from "./catalogue.ts";
import type { Connection } from "./connection.ts";
import { literal } from "./undo-changes.ts";
import type { Mark, StateSince } from "./watched-state.ts";

/** A table with fewer may well lose all by one request that is meant for one row. */
const FEWEST_ROWS = 2;

/** The tables that had more than one row at a mark and have none now, or are gone, by the names that are shown. */
export async function emptiedTables(
  connection: Connection,
  { log }: Mark,
  { logged }: Pick<StateSince, "logged">,
): Promise<readonly string[]> {
  const partsByName = Map.groupBy(log.tablesByOid.values(), ({ shownName }) => shownName);
  const lostByName = new Map<string, number>();
  for (const { table, removed, added } of logged.kind === "changes" ? logged.changes : []) {
    lostByName.set(table.shownName, (lostByName.get(table.shownName) ?? 0) + removed.length - added.length);
  }
  const emptied: string[] = [];
  for (const [name, parts] of partsByName) {
    // Where the log does not tell what came of the rows, the table itself does.
    const isLikely = logged.kind !== "changes" || (lostByName.get(name) ?? 0) >= FEWEST_ROWS;
    if (!isLikely) continue;
    const isGone = await areGone(connection, parts);
    const isTold = logged.kind === "changes" || (logged.kind === "too many" && logged.table === name);
    if (isGone || (isTold && !(await haveRows(connection, parts)))) emptied.push(name);
  }
  return emptied;
}

async function areGone(connection: Connection, parts: readonly StoredTable[]): Promise<boolean> {
  const names = parts.map(({ sqlName }) => `to_regclass(${literal(sqlName)}) IS NULL`);
  const { rows } = await connection.query(`SELECT ${names.join(" AND ")}`);
  return rows[0]?.[0] === "t";
}

async function haveRows(connection: Connection, parts: readonly StoredTable[]): Promise<boolean> {
  const looks = parts.map(({ sqlName }) => `EXISTS (SELECT FROM ONLY ${sqlName})`);
  const { rows } = await connection.query(`SELECT ${looks.join(" OR ")}`);
  return rows[0]?.[0] === "t";
}
