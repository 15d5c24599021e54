import { UserError } from "#core/model/user-error.ts";

import { isDiskFull } from "./disk-full.ts";
import { copyIn, type Connection, isDatabaseError } from "./connection.ts";

/**
 * Runs a script of statements, such as a migration, as one transaction unless it says otherwise, or what `pg_dump` writes,
 * with its rows between `COPY … FROM stdin;` and `\.`. Throws a UserError that names `file`,
 * and what the driver says where the disk is full.
 */
export async function runScript(connection: Connection, script: string, file: string): Promise<void> {
  for (const part of partsOf(script)) {
    try {
      if (part.rows === undefined) await connection.queryAll(part.sql);
      else await copyIn(connection, part.sql, part.rows);
    } catch (error) {
      if (!isDatabaseError(error) || isDiskFull(error)) throw error;
      const line = part.line + lineOf(part.sql, error.position);
      throw new UserError(
        `${file}:${line} cannot be run: PostgreSQL says "${error.message}". Correct the statement there.`,
      );
    }
  }
}

/** Statements, or one COPY with the rows that it reads. */
interface Part {
  readonly sql: string;
  readonly rows?: string;
  /** Where it begins; the first line is 1. */
  readonly line: number;
}

/** What ends the rows of a COPY; a script without it has none, and is left as it is. */
const END_OF_ROWS = /^\\\.$/m;

function partsOf(script: string): readonly Part[] {
  if (!END_OF_ROWS.test(script)) return [{ sql: script, line: 1 }];
  const parts: Part[] = [];
  const lines = script.split(/\r?\n/);
  let sql: string[] = [];
  let line = 1;
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? "";
    if (/^COPY\s.*\sFROM\s+stdin;$/i.test(text)) {
      if (sql.length > 0) parts.push({ sql: sql.join("\n"), line });
      const end = lines.indexOf("\\.", at);
      const rows = lines.slice(at + 1, end < 0 ? lines.length : end);
      parts.push({ sql: text, rows: rows.map((row) => `${row}\n`).join(""), line: at + 1 });
      at = end < 0 ? lines.length : end;
      sql = [];
      line = at + 2;
      continue;
    }
    // What newer versions of `pg_dump` write around a dump is for `psql` alone.
    sql.push(/^\\(?:un)?restrict\s/.test(text) ? "" : text);
  }
  if (sql.length > 0) parts.push({ sql: sql.join("\n"), line });
  return parts;
}

/** How many lines come before a place; the server counts characters from 1, and one outside of the basic plane as one. */
function lineOf(sql: string, position: string | undefined): number {
  if (position === undefined) return 0;
  const before = Array.from(sql).slice(0, Number(position) - 1);
  return before.filter((character) => character === "\n").length;
}
