import type { Files } from "#core/ports.ts";
import { inFolder } from "#core/text/in-folder.ts";

/**
 * The revisions after which Alembic has to commit: they add a value to an enumeration of PostgreSQL, which a later one
 * cannot use in the same transaction. None where `env.py` has a transaction for each migration.
 * https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7
 */
export async function alembicSteps(folder: string, files: Files): Promise<readonly string[]> {
  if (/\btransaction_per_migration\s*=\s*True\b/.test((await files.read(inFolder(folder, "env.py"))) ?? "")) return [];
  const afterBy = new Map<string, { readonly revision: string; readonly isStep: boolean }>();
  for (const file of await files.list(inFolder(folder, "versions"), [".py"])) {
    const text = (await files.read(file)) ?? "";
    const revision = assigned(text, "revision");
    if (revision === undefined) continue;
    const isStep = /\bALTER\s+TYPE\b[^;]*?\bADD\s+VALUE\b/i.test(text) && !/\bautocommit_block\(/.test(text);
    afterBy.set(assigned(text, "down_revision") ?? "", { revision, isStep });
  }
  const steps: string[] = [];
  const seen = new Set<string>();
  for (let next = afterBy.get(""); next !== undefined && !seen.has(next.revision);) {
    seen.add(next.revision);
    const { revision, isStep } = next;
    next = afterBy.get(revision);
    // After the last one it commits anyway.
    if (isStep && next !== undefined) steps.push(revision);
  }
  return steps;
}

/** `revision: str = "1a2b"` → `1a2b`; undefined for `None`, and for several in a merge. */
function assigned(text: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*(?::[^=\\n]+)?=\\s*["']([\\w.-]+)["']`, "m").exec(text)?.[1];
}
