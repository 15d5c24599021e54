/**
 * Entry of the process that makes the base of a run's databases: reads one order from its standard input, runs the scripts
 * one after the other, and tells each step. A statement of SQLite cannot be broken off from within, a process can.
 */
import { createInterface } from "node:readline";

import type { BaseAnswer, BaseOrder } from "./base-order.ts";
import { loadSqlite } from "./sqlite.ts";

/** https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

const tell = (answer: BaseAnswer): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  makeBase(JSON.parse(line) as BaseOrder);
  break;
}

function makeBase({ location, scripts }: BaseOrder): void {
  const connection = new (loadSqlite().DatabaseSync)(location);
  for (const { file, text } of scripts) {
    tell({ kind: "begun", file });
    try {
      connection.exec(text);
    } catch (error) {
      const isFull = error instanceof Error && "errcode" in error && error.errcode === SQLITE_FULL;
      tell({ kind: "refused", file, message: error instanceof Error ? error.message : String(error), isFull });
      return;
    }
  }
  connection.close();
  tell({ kind: "made" });
}
