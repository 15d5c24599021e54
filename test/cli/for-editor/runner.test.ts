import { expect, test } from "vitest";

import type { RunEvent } from "#core/model/run/run-event.ts";
import { UserError } from "#core/model/user-error.ts";
import type { RunnerCommand } from "#protocol/run.ts";

import { type RunnerSession, serveRunner } from "../../../src/cli/for-editor/runner.ts";

const NONE = { match: 0, differs: 0, failed: 0 };
const TOTALS = { endpoints: NONE, cases: NONE, unported: [], withoutCases: [], durationMs: 0 };
const STARTED: RunEvent = { kind: "started", endpoints: [], cases: 0 };

/** A run that lasts until it is cancelled, where its selection is a milestone "long"; else it ends at once. */
async function* fakeRun(isLong: boolean, signal: AbortSignal): AsyncGenerator<RunEvent> {
  yield STARTED;
  if (isLong && !signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
  yield {
    kind: "ended",
    outcome: { kind: signal.aborted ? "cancelled" : "completed" },
    totals: TOTALS,
    ruleHits: [],
  };
}

/** Commands that are sent from outside while the runner serves, and what it told, one message a line. */
function createTalk() {
  const pieces: string[] = [];
  let wake = (): void => undefined;
  let isClosed = false;
  const told: string[] = [];
  const waiting = new Map<string, () => void>();
  async function* input(): AsyncGenerator<string> {
    for (;;) {
      const piece = pieces.shift();
      if (piece !== undefined) yield piece;
      else if (isClosed) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const tell = (line: string): void => {
    told.push(line);
    waiting.get(line)?.();
  };
  return {
    told,
    tell,
    input: input(),
    sendText: (text: string) => {
      pieces.push(text);
      wake();
    },
    send: (command: RunnerCommand) => {
      pieces.push(`${JSON.stringify(command)}\n`);
      wake();
    },
    close: () => {
      isClosed = true;
      wake();
    },
    /** Resolves when the runner has told this line. */
    saw: (line: string): Promise<void> =>
      told.includes(line) ? Promise.resolve() : new Promise((resolve) => waiting.set(line, resolve)),
  };
}

/** Serves a fake session while `talk` runs, and returns all that was told and done. */
async function checkTalk(
  converse: (talk: ReturnType<typeof createTalk>, stop: AbortController) => Promise<void>,
  changes: Partial<RunnerSession> = {},
): Promise<string> {
  const talk = createTalk();
  const stop = new AbortController();
  const session: RunnerSession = {
    run: (selection, _, signal) => fakeRun(selection.kind === "milestone", signal),
    gates: async (names, _, signal, show) => {
      for (const name of names) show({ kind: "gate-started", name });
      if (names.includes("long") && !signal.aborted)
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      signal.throwIfAborted();
      if (names.includes("unknown")) throw new UserError("There is no gate unknown.");
    },
    stopServers: () => Promise.resolve(talk.tell("(servers stopped)")),
    dispose: () => Promise.resolve(talk.tell("(disposed)")),
    ...changes,
  };
  const served = serveRunner({
    openSession: () => Promise.resolve(session),
    input: talk.input,
    write: (line) => Promise.resolve(talk.tell(messageText(line))),
    stop: stop.signal,
  });
  await converse(talk, stop);
  await served;
  return talk.told.join("\n");
}

function messageText(line: string): string {
  const message = JSON.parse(line) as { kind: string; runId?: string; event?: RunEvent; text?: string };
  const { kind, runId, event, text } = message;
  if (kind.startsWith("gate")) return line.trimEnd();
  if (event === undefined) return [kind, text?.split("\n")[0]].filter(Boolean).join(": ");
  const outcome = event.kind === "ended" ? ` ${event.outcome.kind}` : "";
  const reason = event.kind === "ended" && event.outcome.kind === "failed" ? `: ${event.outcome.reason}` : "";
  return `${runId} ${event.kind}${outcome}${reason}`;
}

const run = (runId: string, isLong = false): RunnerCommand => ({
  kind: "run",
  runId,
  selection: isLong ? { kind: "milestone", name: "long" } : { kind: "all" },
});

test("runs wait for each other, and a command may come in pieces", async () => {
  const told = await checkTalk(async (talk) => {
    talk.send(run("a", true));
    const [head, tail] = [JSON.stringify(run("b")).slice(0, 10), JSON.stringify(run("b")).slice(10)];
    talk.sendText(head);
    await talk.saw("a started");
    talk.sendText(`${tail}\n`);
    talk.send({ kind: "cancel", runId: "a" });
    await talk.saw("b ended completed");
    talk.close();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    a started
    a ended cancelled
    b started
    b ended completed
    (disposed)"
  `);
});

test("a run that still waits can be cancelled, and another one is not touched by it", async () => {
  const told = await checkTalk(async (talk) => {
    talk.send(run("a", true));
    talk.send(run("b", true));
    talk.send({ kind: "cancel", runId: "b" });
    talk.send({ kind: "cancel", runId: "never" });
    talk.send({ kind: "cancel", runId: "a" });
    await talk.saw("b ended cancelled");
    talk.close();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    a started
    a ended cancelled
    b started
    b ended cancelled
    (disposed)"
  `);
});

test("when the input closes in the middle of a run, the run is cancelled and the session disposed", async () => {
  const told = await checkTalk(async (talk) => {
    talk.send(run("a", true));
    await talk.saw("a started");
    talk.close();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    a started
    a ended cancelled
    (disposed)"
  `);
});

test("so it is when the system tells the runner to end", async () => {
  const told = await checkTalk(async (talk, stop) => {
    talk.send(run("a", true));
    await talk.saw("a started");
    stop.abort();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    a started
    a ended cancelled
    (disposed)"
  `);
});

test("servers are stopped after the run before", async () => {
  const told = await checkTalk(async (talk) => {
    talk.send(run("a"));
    talk.send({ kind: "stop-servers", sides: ["python", "rust"] });
    await talk.saw("(servers stopped)");
    talk.close();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    a started
    a ended completed
    (servers stopped)
    (disposed)"
  `);
});

test("a line that is no command, and a run that breaks, are told; the next run goes on", async () => {
  let isFirst = true;
  const told = await checkTalk(
    async (talk) => {
      talk.sendText("hello\n{}\n");
      talk.send(run("a"));
      talk.send(run("b"));
      await talk.saw("b ended completed");
      talk.close();
    },
    {
      run: (_, __, signal) => {
        if (!isFirst) return fakeRun(false, signal);
        isFirst = false;
        throw new Error("the index is broken");
      },
    },
  );
  expect(told).toMatchInlineSnapshot(`
    "ready
    log: This is not a command: hello
    log: This is not a command: {}
    log: Error: the index is broken
    a ended failed: the index is broken
    b started
    b ended completed
    (disposed)"
  `);
});

test("gates run in their turn, tell how they go on, and end on cancel or with a sentence", async () => {
  const told = await checkTalk(async ({ send, saw, close }) => {
    send({ kind: "gates", runId: "1", names: ["schema"] });
    send({ kind: "gates", runId: "2", names: ["unknown"] });
    send({ kind: "gates", runId: "3", names: ["long"] });
    await saw('{"kind":"gate-event","runId":"3","event":{"kind":"gate-started","name":"long"}}');
    send({ kind: "cancel", runId: "3" });
    await saw('{"kind":"gates-ended","runId":"3","isCancelled":true}');
    close();
  });
  expect(told).toMatchInlineSnapshot(`
    "ready
    {"kind":"gate-event","runId":"1","event":{"kind":"gate-started","name":"schema"}}
    {"kind":"gates-ended","runId":"1"}
    {"kind":"gate-event","runId":"2","event":{"kind":"gate-started","name":"unknown"}}
    {"kind":"gates-ended","runId":"2","failure":"There is no gate unknown."}
    {"kind":"gate-event","runId":"3","event":{"kind":"gate-started","name":"long"}}
    {"kind":"gates-ended","runId":"3","isCancelled":true}
    (disposed)"
  `);
});
