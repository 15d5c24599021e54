import type * as Sqlite from "node:sqlite";

import { quoted, tableShapes } from "./sqlite-columns.ts";

/** One row that is deleted tells nothing: it may be the one that was asked for. */
const FEWEST_ROWS = 2;

/** The tables of `base`, attached to the connection, that had rows there and are empty in `main`, or gone. */
export function emptiedSinceBase(connection: Sqlite.DatabaseSync): readonly string[] {
  const left = tableShapes(connection, "main");
  return [...tableShapes(connection, "base").keys()].filter((table) => {
    const hasRow = (schema: "main" | "base", row: number): boolean =>
      connection.prepare(`SELECT 1 FROM ${schema}.${quoted(table)} LIMIT 1 OFFSET ${row - 1}`).get() !== undefined;
    return hasRow("base", FEWEST_ROWS) && !(left.has(table) && hasRow("main", 1));
  });
}
