import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../../servers/small-project.ts";
import { root } from "../example.ts";
import { type MarkedProcess, startMarked } from "../marked-process.ts";
import { FAULTS, type Fault } from "./faults.ts";

test.each(FAULTS.map((fault) => [fault.fault, fault] as const))(
  "%s: one sentence, an exit code, and nothing is left",
  async (_, fault) => {
    await using project = await createSmallProject(fault.project);
    const temporary = mkdtempSync(join(tmpdir(), "portolan-faults-"));
    try {
      const run = start(project.folder, temporary, fault);
      if (fault.signal !== undefined) {
        await run.stderrMatches(fault.signal.after);
        run.child.kill(fault.signal.name);
      }
      const code = await within(run.ended, fault.boundS);
      const { stdout, stderr } = run.output();
      expect(stdout + stderr).toMatch(fault.sentence);
      // A stack is for faults of ours.
      expect(stdout + stderr).not.toMatch(/^ {4}at /m);
      expect(code).toBe(fault.exitCode);
      await expect.poll(() => run.survivors(), { timeout: 30_000 }).toEqual([]);
      await expect.poll(() => readdirSync(temporary), { timeout: 30_000 }).toEqual([]);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
  180_000,
);

/** Starts the command on the project that the fault was made in; all that it makes for a while goes to `temporary`. */
function start(
  folder: string,
  temporary: string,
  { edit, prepare, args = ["check"], into, diskKb }: Fault,
): MarkedProcess {
  const file = join(folder, "portolan.yaml");
  if (edit !== undefined) writeFileSync(file, edit(readFileSync(file, "utf8")));
  mkdirSync(temporary, { recursive: true });
  prepare?.(folder);
  const command = [process.execPath, join(root, "dist/cli.js"), ...args];
  const environment = { TMPDIR: temporary };
  if (diskKb !== undefined) {
    // In a view of the file systems that is the command's own; as nobody that is root, which PostgreSQL refuses to run as.
    const mount = `mount -t tmpfs -o size=${diskKb}k none "$TMPDIR" && exec unshare --map-user=1000 "$0" "$@"`;
    return startMarked("unshare", ["--map-root-user", "--mount", "sh", "-c", mount, ...command], {
      folder,
      environment,
    });
  }
  if (into === undefined) return startMarked(command[0] ?? "", command.slice(1), { folder, environment });
  // The shell's exit code is the command's.
  const line = `set -o pipefail; ${command.map((part) => `'${part}'`).join(" ")} ${into}`;
  return startMarked("bash", ["-c", line], { folder, environment });
}

async function within<T>(ended: Promise<T>, seconds: number): Promise<T> {
  const limit = AbortSignal.timeout(seconds * 1000);
  const late = new Promise<never>((_, reject) => {
    limit.addEventListener("abort", () => reject(new Error(`It did not end within ${seconds} s.`)), { once: true });
  });
  return Promise.race([ended, late]);
}
