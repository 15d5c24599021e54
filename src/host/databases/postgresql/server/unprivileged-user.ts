import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { UserError } from "#core/model/user-error.ts";

/** As whom PostgreSQL runs. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Users that a system has for such a purpose, the best first. */
const CANDIDATES = ["postgres", "nobody"];

/**
 * The user under which PostgreSQL is started where we are root, which it refuses to run as; undefined where we are
 * anybody else and it runs as ourselves.
 */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of CANDIDATES) {
    const [uid, gid] = await Promise.all([idOf("-u", name), idOf("-g", name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new UserError(
    `PostgreSQL refuses to run as root, and this system has neither a user ${CANDIDATES.join(" nor ")}. Run Portolan as another user, or give the URL of a server as \`database.url\` in portolan.yaml.`,
  );
}

async function idOf(what: "-u" | "-g", name: string): Promise<number | undefined> {
  return promisify(execFile)("id", [what, name]).then(
    ({ stdout }) => Number(stdout),
    () => undefined,
  );
}
