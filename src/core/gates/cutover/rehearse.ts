import type { Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { CutoverCommand, CutoverSettings } from "#core/model/gates/gate-settings.ts";
import type { Clock, Random } from "#core/ports.ts";
import { isSameJsonText } from "#core/text/json/same-json-text.ts";
import { startLoad } from "./load.ts";
import { createRequests, type Requests, type Sent } from "./requests.ts";
import { type Row, RowBook, type Step } from "./row-book.ts";
import type { Stage } from "./stage.ts";

/** When the commands of a step began and when it was up again, in milliseconds since the rehearsal began. */
export interface StepTimes {
  readonly step: Step;
  readonly from: number;
  /** Absent where it did not come up. */
  readonly up?: number;
}

/** What a rehearsal came to, to be judged. */
export interface Rehearsal {
  readonly findings: readonly Finding[];
  readonly sent: readonly Sent[];
  readonly times: readonly StepTimes[];
  readonly book: RowBook;
  /** How many rows of the other side each side was asked for and changed. */
  readonly crossed: Readonly<Record<Side, number>>;
}

export interface RehearsalGiven {
  readonly stage: Stage;
  readonly settings: CutoverSettings;
  readonly clock: Pick<Clock, "elapsed" | "sleep">;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

/** As many rows of the other side are read, and as many of those changed. */
const MOST_READ = 20;
const MOST_CHANGED = 5;

const SIDE_AFTER: Readonly<Record<Step, Side>> = { start: "python", switch: "rust", rollback: "python" };

/**
 * Python answers and rows are written; the switch; Rust reads, writes and changes; the way back; Python reads and changes what
 * Rust wrote. A client goes on all along. Ends early where a command fails or nobody answers after it.
 */
export async function rehearse(given: RehearsalGiven): Promise<Rehearsal> {
  const { stage, settings, clock, random, signal, tell } = given;
  const begin = clock.elapsed();
  const now = (): number => clock.elapsed() - begin;
  const findings: Finding[] = [];
  const sent: Sent[] = [];
  const times: StepTimes[] = [];
  const crossed = { python: 0, rust: 0 };
  const book = new RowBook(() => random.next());
  let step: Step = "start";
  const result = (): Rehearsal => ({ findings, sent, times, book, crossed });

  tell(`start: ${settings.start.line}`);
  const started = await stage.start(settings.start.line);
  const failing = () => started.failure();
  if (!(await comesUp(given, failing))) {
    findings.push(notUp("start", settings.start, settings, failing() ?? started.lastOutput()));
    return result();
  }
  times.push({ step, from: 0, up: now() });
  findings.push(...(await statusFindings(given, "start", settings.start)));
  const headers = await stage.logIn();
  if (!(await stage.isDatabaseUsed())) {
    findings.push({ code: "cutover-database-unseen", severity: "error", place: settings.start.place, facts: {} });
    return result();
  }
  await stage.requireOnlyOurs();
  await stage.keep();
  const requests = createRequests({
    stage,
    settings,
    headers,
    book,
    now,
    signal,
    step: () => step,
    onSent: (each) => sent.push(each),
  });
  const load = startLoad(requests, book, clock);
  try {
    tell("python: the client writes, reads and changes");
    await clock.sleep(settings.steadyMs, signal);
    await lookAt(requests, book.known(), "python");
    for (const next of ["switch", "rollback"] as const) {
      step = next;
      const command = settings[next];
      const side = SIDE_AFTER[next];
      tell(`${next}: ${command.line}`);
      const from = now();
      const { failure } = await stage.run(command.line);
      if (failure !== undefined) {
        findings.push({
          code: "cutover-command-failed",
          severity: "error",
          place: command.place,
          facts: { step: next, message: failure },
        });
      }
      const isUp = await comesUp(given, () => undefined);
      times.push({ step, from, ...(isUp && { up: now() }) });
      if (!isUp) findings.push(notUp(next, command, settings, started.lastOutput()));
      if (!isUp || failure !== undefined) return result();
      findings.push(...(await statusFindings(given, next, command)));
      tell(`${side}: the client goes on`);
      findings.push(...(await crossFindings(requests, book, side, command)));
      crossed[side] = book.known().filter((row) => row.step !== next).length;
      await clock.sleep(settings.steadyMs, signal);
      await lookAt(
        requests,
        book.known().filter((row) => row.step === next),
        side,
      );
      await stage.requireOnlyOurs();
    }
  } finally {
    await load.stop();
  }
  // What the client holds for written is still there when all has come to rest.
  for (const row of book.known()) await requests.read(row);
  if (settings.stop !== undefined) {
    tell(`stop: ${settings.stop.line}`);
    const { failure } = await stage.run(settings.stop.line);
    if (failure !== undefined) {
      const facts = { step: "stop", message: failure };
      findings.push({ code: "cutover-command-failed", severity: "error", place: settings.stop.place, facts });
    }
  }
  return result();
}

/** Waits until the ready path answers 2xx twice, unless a command fails before. */
async function comesUp(
  { stage, settings, clock, signal }: RehearsalGiven,
  failure: () => string | undefined,
): Promise<boolean> {
  const limit = clock.elapsed() + settings.limitMs;
  let answers = 0;
  while (answers < 2) {
    if (failure() !== undefined || clock.elapsed() > limit) return false;
    const client = stage.connect();
    const request = { method: "GET", target: settings.ready, headers: [], body: { kind: "none" } } as const;
    try {
      const { outcome } = await client.send(request, { signal, timeoutMs: PROBE_LIMIT_MS });
      const isReady = outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
      answers = isReady ? answers + 1 : 0;
    } finally {
      await client.dispose();
    }
    if (answers < 2) await clock.sleep(POLL_MS, signal);
  }
  return true;
}

const PROBE_LIMIT_MS = 2_000;
const POLL_MS = 25;

function notUp(step: Step, { place }: CutoverCommand, { limitMs, ready }: CutoverSettings, output: string): Finding {
  const facts = { step, seconds: limitMs / 1000, ready, output: output.trim().split("\n").slice(-5).join("\n") };
  return { code: "cutover-not-up", severity: "error", place, facts };
}

/** Who answers, by the user's own command. */
async function statusFindings(
  { stage, settings }: RehearsalGiven,
  step: Step,
  command: CutoverCommand,
): Promise<readonly Finding[]> {
  const { status } = settings;
  if (status === undefined) return [];
  const { output, failure } = await stage.run(status.line);
  if (failure !== undefined) {
    const facts = { step: "status", message: failure };
    return [{ code: "cutover-command-failed", severity: "error", place: status.place, facts }];
  }
  const expected = SIDE_AFTER[step];
  const found = [...new Set(output.toLowerCase().match(/\b(?:python|rust)\b/g))];
  if (found.length === 1 && found[0] === expected) return [];
  const facts = { step, expected, found: output.trim().slice(0, 200) };
  return [{ code: "cutover-status", severity: "error", place: command.place, facts }];
}

/** Reads rows while one side answers for sure, and keeps what it answers. */
async function lookAt(requests: Requests, rows: readonly Row[], side: Side): Promise<void> {
  for (const row of rows.filter(({ isChanged }) => !isChanged).slice(-MOST_READ)) {
    await free(row);
    const { body } = await requests.read(row);
    if (body !== undefined) row.seen = { side, text: row.text, body };
  }
}

/** A side reads what the other one wrote, as that one read it, and changes it. */
async function crossFindings(
  requests: Requests,
  book: RowBook,
  side: Side,
  { place }: CutoverCommand,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const seen = book.known().filter((row) => row.seen !== undefined && row.seen.side !== side);
  for (const row of seen.slice(-MOST_READ)) {
    await free(row);
    const { body } = await requests.read(row);
    const before = row.seen;
    if (body === undefined || before === undefined || isSameJsonText(before.body, body)) continue;
    const facts = { side, other: before.side, id: row.id ?? "", before: short(before.body), after: short(body) };
    findings.push({ code: "cutover-reads-otherwise", severity: "error", place, facts });
    break;
  }
  // The others stay as they were first written, to be counted in the end.
  for (const row of seen.slice(0, Math.min(MOST_CHANGED, Math.floor(seen.length / 2)))) {
    await free(row);
    const changed = await requests.change(row);
    if (changed === undefined) break;
    await requests.read(row);
    delete row.seen;
  }
  return findings;
}

/** The client's own request for a row comes first. */
async function free(row: Row): Promise<void> {
  while (row.underWay !== undefined) await row.underWay;
}

function short(body: string): string {
  return body.length > 200 ? `${body.slice(0, 200)}…` : body;
}
