import { execFile } from "node:child_process";
import { access, constants, open } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { UserError } from "#core/model/user-error.ts";

import { environmentWith } from "../../processes/environment.ts";
import { isDiskFull, whereServerIsFull } from "./disk-full.ts";
import type { PostgresqlServer } from "./server/server.ts";

/** How a dump in PostgreSQL's own format begins. */
const MAGIC = "PGDMP";

/**
 * Fills an empty database from what `pg_dump --format=custom` wrote, by `pg_restore` from one of these folders. `file` is
 * absolute, `shown` is how the user knows it. Throws a UserError where it is no such dump or cannot be restored.
 */
export async function restoreDump(
  file: string,
  shown: string,
  server: Pick<PostgresqlServer, "address" | "isOwn">,
  database: string,
  folders: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if ((await firstBytes(file)) !== MAGIC) {
    throw new UserError(
      `${shown}, which \`database.base\` names, is neither a .sql file nor a dump of PostgreSQL; write one by \`pg_dump --format=custom\`.`,
    );
  }
  const program = await findProgram(folders);
  if (program === undefined) {
    throw new UserError(
      `${shown} can only be read by \`pg_restore\`, which was not found. Install PostgreSQL's client programs, or write the dump by \`pg_dump --format=plain\` into a .sql file.`,
    );
  }
  const { host, port, user, password } = server.address;
  const place = ["--host", host, "--port", String(port), "--username", user, "--dbname", database];
  try {
    await promisify(execFile)(program, ["--no-owner", "--no-privileges", "--exit-on-error", ...place, file], {
      cwd: "/",
      env: environmentWith({ PGPASSWORD: password, LC_ALL: "C" }),
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    if (isDiskFull(error)) throw whereServerIsFull(error, `what ${shown} holds`, server);
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new UserError(`${shown} cannot be restored: pg_restore says "${said}". Write the dump anew.`);
  }
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function findProgram(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const program = join(folder, "pg_restore");
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return undefined;
}

/** The folders of a PATH. */
export function foldersOf(path: string | undefined): readonly string[] {
  return (path ?? "").split(delimiter).filter((folder) => folder !== "");
}
