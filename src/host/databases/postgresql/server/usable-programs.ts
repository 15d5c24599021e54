import { execFile } from "node:child_process";
import { chmod, cp, readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

import type { PostgresqlPrograms } from "./find-programs.ts";
import type { SystemUser } from "./unprivileged-user.ts";

/**
 * The folder from which the programs run for `user`: their own, or a copy in `folder` where that user cannot read them
 * or where links of their package are missing, as with a package manager that runs no scripts. The package itself stays
 * as it is.
 */
export async function usablePrograms(
  { folder: programs, packageFolder }: PostgresqlPrograms,
  folder: string,
  user: SystemUser | undefined,
): Promise<string> {
  if (packageFolder === undefined || (await canRun(programs, user))) return programs;
  const copy = join(folder, "programs");
  await cp(join(packageFolder, "native"), copy, { recursive: true, verbatimSymlinks: true });
  await chmod(copy, 0o755);
  await addLinks(join(packageFolder, "native", "pg-symlinks.json"), copy);
  return join(copy, "bin");
}

async function canRun(programs: string, user: SystemUser | undefined): Promise<boolean> {
  const runs = ["initdb", "postgres"].map((program) =>
    promisify(execFile)(join(programs, program), ["--version"], { cwd: "/", ...user }),
  );
  return Promise.all(runs).then(
    () => true,
    () => false,
  );
}

/** The package lists its links as `{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }`. */
async function addLinks(list: string, copy: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(list, "utf8"));
  if (!Array.isArray(links)) return;
  for (const link of links) {
    const { source, target } = Object(link) as { readonly source?: unknown; readonly target?: unknown };
    if (typeof source !== "string" || typeof target !== "string") continue;
    const at = join(copy, relative("native", target));
    // What is there already is the link that we would make.
    await symlink(relative(dirname(target), source), at).catch(() => undefined);
  }
}
