import { UserError } from "#core/model/user-error.ts";

import { type Connection, isDatabaseError } from "./connection.ts";

/** Runs a script of statements, such as a migration, as one transaction unless it says otherwise. Throws a UserError that names `file`. */
export async function runScript(connection: Connection, script: string, file: string): Promise<void> {
  try {
    await connection.queryAll(script);
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw new UserError(
      `${file}${placeOf(script, error.position)} cannot be run: PostgreSQL says "${error.message}". Correct the statement there.`,
    );
  }
}

/** The server counts characters from 1, and one outside of the basic plane as one. `:12` is the twelfth line. */
function placeOf(script: string, position: string | undefined): string {
  if (position === undefined) return "";
  const before = Array.from(script).slice(0, Number(position) - 1);
  return `:${before.filter((character) => character === "\n").length + 1}`;
}
