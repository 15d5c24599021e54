import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { expect, test } from "vitest";

import type { RunnerMessage } from "#protocol/run.ts";

import { newMark, processesWith } from "../processes.ts";
import { createSmallProject } from "../servers/small-project.ts";
import { root, startPortolan } from "./example.ts";

/** Takes SQLite a moment in which nothing else can happen. */
const SLOW_SEED = `WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 400000)
INSERT INTO nodes SELECT 'north ' || max(n) FROM many;`;

const MOMENTS = [0, 3];

// When a signal or a command arrives is up to the system; what comes of it must be the same at any moment.
test.each(["making the database", "waiting for it to answer"])(
  'Ctrl-C some moments after "%s" ends the command as cancelled, with nothing left',
  async (step) => {
    await using project = await createSmallProject({ seed: SLOW_SEED });
    for (const ms of MOMENTS) {
      const run = startPortolan(project.folder, ["check", "--no-save"]);
      await run.stderrMatches(new RegExp(`Python: ${step}`));
      await delay(ms);
      run.child.kill("SIGINT");
      expect(await run.ended, `${ms} ms: ${run.output().stderr}`).toBe(2);
      expect(run.output().stdout).toContain("The run was cancelled.");
      expect(run.output().stderr).not.toContain("    at ");
      expect(run.survivors()).toEqual([]);
    }
  },
);

test("a run of the editor that is cancelled at its start ends as cancelled, and the process lives on", async () => {
  await using project = await createSmallProject({ seed: SLOW_SEED });
  const mark = newMark();
  const runner = spawn(process.execPath, [join(root, "dist", "cli.js"), "run", "--events"], {
    cwd: project.folder,
    env: { ...process.env, ...mark },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = once(runner, "close");
  const messages = createInterface({ input: runner.stdout })[Symbol.asyncIterator]();
  const send = (command: object): void => void runner.stdin.write(`${JSON.stringify(command)}\n`);
  const until = async (isIt: (message: RunnerMessage) => boolean): Promise<void> => {
    for (;;) {
      const { value, done } = await messages.next();
      if (done === true) throw new Error("The runner ended.");
      if (isIt(JSON.parse(value) as RunnerMessage)) return;
    }
  };
  for (const step of ["database", "ready"]) {
    for (const ms of MOMENTS) {
      const runId = `${step} ${ms}`;
      send({ kind: "run", runId, selection: { kind: "all" } });
      await until(
        (message) => message.kind === "event" && message.event.kind === "preparing" && message.event.step === step,
      );
      await delay(ms);
      send({ kind: "cancel", runId });
      await until(
        (message) => message.kind === "event" && message.runId === runId && isEndedAs(message.event, "cancelled"),
      );
    }
  }
  runner.stdin.end();
  expect(await closed).toEqual([0, null]);
  expect(processesWith(mark)).toEqual([]);
});

function isEndedAs(
  event: { readonly kind: string; readonly outcome?: { readonly kind: string } },
  kind: string,
): boolean {
  if (event.kind === "ended") expect(event.outcome?.kind).toBe(kind);
  return event.kind === "ended";
}
