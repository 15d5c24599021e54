import type { Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { CutoverSettings } from "#core/model/gates/gate-settings.ts";
import type { TableChange } from "#core/model/run/table-change.ts";
import { TICK_MS } from "./load.ts";
import type { Rehearsal, StepTimes } from "./rehearse.ts";
import type { Sent } from "./requests.ts";
import type { Row, RowBook, Step } from "./row-book.ts";

/** What the client met in a rehearsal, as findings. */
export function clientFindings({ sent, times }: Rehearsal, settings: CutoverSettings): readonly Finding[] {
  return [
    ...wrongFindings(sent, times, settings),
    ...refusedFindings(sent, times, settings),
    ...brokenFindings(sent, times, settings),
  ];
}

/** The moment of a rehearsal, for people, and the step that it belongs to. */
function momentOf(at: number, times: readonly StepTimes[]): { readonly step: Step; readonly when: string } {
  const { step = "start", up = Infinity } = times.findLast(({ from }) => from <= at) ?? {};
  if (step === "start") return { step, when: "before the switch" };
  return { step, when: `${at <= up ? "during" : "after"} the ${step}` };
}

/** A row that was acknowledged and is not there, or holds another text than was acknowledged. */
function wrongFindings(
  sent: readonly Sent[],
  times: readonly StepTimes[],
  settings: CutoverSettings,
): readonly Finding[] {
  const find = (code: string, faults: readonly Sent[]): readonly Finding[] => {
    const rows = new Set(faults.map(({ row }) => row));
    const [first] = faults;
    if (first === undefined) return [];
    const { row, from, wrong = "" } = first;
    const { step, when } = momentOf(from, times);
    const written = momentOf(row.at, times).when;
    const facts = { count: rows.size, when, written, id: row.id ?? "", text: row.text, wrong };
    return [{ code, severity: "error", place: settings[step].place, facts }];
  };
  return [
    ...find("cutover-row-gone", sent.filter(isGone)),
    ...find(
      "cutover-old-text",
      sent.filter(({ wrong }) => wrong !== undefined),
    ),
  ];
}

function isGone({ doing, status }: Sent): boolean {
  return doing !== "write" && (status === 404 || status === 410);
}

/** An answer of 4xx: the client did nothing wrong before, so that a side does not know a session or refuses what the other one takes. */
function refusedFindings(
  sent: readonly Sent[],
  times: readonly StepTimes[],
  settings: CutoverSettings,
): readonly Finding[] {
  const refused = sent.filter((each) => {
    const { status = 0 } = each;
    return status >= 400 && status < 500 && !isGone(each);
  });
  const groups = Map.groupBy(refused, ({ doing, status }) => `${doing} ${status}`);
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { doing, status = 0 } = first;
    const { step, when } = momentOf(first.from, times);
    const facts = { doing, status, count: group.length, when };
    return [{ code: "cutover-refused", severity: "error", place: settings[step].place, facts }];
  });
}

/** Nobody answers while it is switched; before and after that, everybody has to be answered. */
function brokenFindings(
  sent: readonly Sent[],
  times: readonly StepTimes[],
  settings: CutoverSettings,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { step, from, up } of times.filter((each) => each.step !== "start")) {
    const gap = gapMs(sent, from, up);
    if (gap > settings.gapMs) {
      const facts = { step, seconds: inSeconds(gap), allowed: inSeconds(settings.gapMs) };
      findings.push({ code: "cutover-gap", severity: "error", place: settings[step].place, facts });
    }
  }
  const steady = sent.filter((each) => isBroken(each) && !times.some((time) => isDuring(each, time)));
  const groups = Map.groupBy(steady, ({ step }) => step);
  for (const [step, group] of groups) {
    const [first] = group;
    const what = first?.status === undefined ? (first?.reason ?? "") : `It answered ${first.status}.`;
    const facts = { step, count: group.length, what };
    findings.push({ code: "cutover-unanswered", severity: "error", place: settings[step].place, facts });
  }
  return findings;
}

function isBroken({ status = 599 }: Sent): boolean {
  return status >= 500;
}

/** What was under way at some moment between a step's beginning and its end. */
function isDuring({ from, until }: Sent, time: StepTimes): boolean {
  return until >= time.from && from <= (time.up ?? Infinity);
}

/** The longest time in which nobody answered, from one good answer to the next, around a step. */
export function gapMs(sent: readonly Sent[], from: number, up: number | undefined): number {
  const answered = sent
    .filter((each) => !isBroken(each))
    .map(({ until }) => until)
    .toSorted((one, other) => one - other);
  const last = sent.reduce((latest, each) => Math.max(latest, each.until), from);
  let longest = 0;
  for (const [at, time] of [...answered, ...(up === undefined ? [last] : [])].entries()) {
    const before = at === 0 ? from : (answered[at - 1] ?? from);
    // The client asks only so often.
    if (time >= from && before <= (up ?? Infinity)) longest = Math.max(longest, time - before - TICK_MS);
  }
  return longest;
}

export function inSeconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

/** How often each text stands in each table, among the rows that are new or otherwise. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Holds the rows of the database against what was acknowledged: a text that was written once stands in as many rows as most
 * others do, which were written before the switch began; fewer are lost, more were written twice.
 */
export function rowFindings(
  { book, times }: Rehearsal,
  changes: readonly TableChange[],
  settings: CutoverSettings,
): readonly Finding[] {
  const counts = countTexts(book, changes);
  const rows = book.rows.filter(({ isChanged, text, first }) => !isChanged && text === first && !hasMaybe(book, first));
  const known = rows.filter(({ id }) => id !== undefined);
  const before = known.filter(({ step }) => step === "start");
  // On a slow machine the first write may be answered only after the switch began; then most rows say what is usual.
  const usual = usualCounts(before.length > 0 ? before : known, counts);
  const lost = rows.filter(({ id, first }) => id !== undefined && isLess(counts.get(first), usual));
  const twice = rows.filter(({ first }) => isLess(usual, counts.get(first)));
  const find = (code: string, [first, ...others]: readonly Row[]): readonly Finding[] => {
    if (first === undefined) return [];
    const { step, when } = momentOf(first.at, times);
    const facts = { count: others.length + 1, when, text: first.first };
    return [{ code, severity: "error", place: settings[step].place, facts }];
  };
  return [...find("cutover-lost", lost), ...find("cutover-twice", twice)];
}

/** Somebody sent a change of it, which may have arrived. */
function hasMaybe({ rows }: RowBook, first: string): boolean {
  return rows.some((row) => row.first === first && row.maybe.size > 0);
}

function countTexts(book: RowBook, changes: readonly TableChange[]): Counts {
  const counts = new Map<string, Map<string, number>>();
  for (const { table, inserted, updated } of changes) {
    for (const row of [...inserted, ...updated.map(({ after }) => after)]) {
      const texts = new Set(row.flatMap((value) => book.textsIn(writtenOf(value))));
      for (const text of texts) {
        const byTable = counts.get(text) ?? new Map<string, number>();
        counts.set(text, byTable.set(table, (byTable.get(table) ?? 0) + 1));
      }
    }
  }
  return counts;
}

function writtenOf(value: TableChange["inserted"][number][number]): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null && value.kind === "json" ? value.text : "";
}

/** What most of the rows have. */
function usualCounts(rows: readonly Row[], counts: Counts): ReadonlyMap<string, number> {
  const spelt = (of: ReadonlyMap<string, number> = new Map()): string =>
    [...of]
      .map(([table, count]) => `${table}: ${count}`)
      .toSorted()
      .join();
  const groups = [...Map.groupBy(rows, ({ first }) => spelt(counts.get(first))).values()];
  const [most] = groups.toSorted((one, other) => other.length - one.length);
  return (most?.[0] && counts.get(most[0].first)) ?? new Map();
}

/** Some table has fewer of the first than of the second. */
function isLess(one: ReadonlyMap<string, number> = new Map(), other: ReadonlyMap<string, number> = new Map()): boolean {
  return [...other].some(([table, count]) => (one.get(table) ?? 0) < count);
}

/** Who answered when, as far as their answers tell: `Python 0.0–1.6 s, Rust 1.8–3.4 s`. Undefined where they look alike. */
export function whoAnswered({ sent, times }: Rehearsal): string | undefined {
  const sides = sidesBySign(sent, times);
  if (sides === undefined) return undefined;
  const stretches: { side: Side; from: number; until: number }[] = [];
  for (const { sign, until } of sent.filter((each) => !isBroken(each)).toSorted((a, b) => a.until - b.until)) {
    const side = sides.get(sign);
    if (side === undefined) continue;
    const last = stretches.at(-1);
    if (last?.side === side) last.until = until;
    else stretches.push({ side, from: until, until });
  }
  const shown = stretches.slice(0, MOST_STRETCHES).map(({ side, from, until }) => {
    return `${side === "python" ? "Python" : "Rust"} ${inSeconds(from)}–${inSeconds(until)} s`;
  });
  return [...shown, ...(stretches.length > MOST_STRETCHES ? ["and so on"] : [])].join(", ");
}

const MOST_STRETCHES = 9;

/** Whose each sign is: one that names its side, else those that came before the switch are Python's, where others came after it. */
function sidesBySign(sent: readonly Sent[], times: readonly StepTimes[]): ReadonlyMap<string, Side> | undefined {
  const answered = sent.filter((each) => !isBroken(each));
  const signs = [...new Set(answered.map(({ sign }) => sign))];
  const named = (sign: string): Side | undefined =>
    (["python", "rust"] as const).find((side) => sign.toLowerCase() === side);
  if (signs.every((sign) => named(sign) !== undefined)) {
    return new Map(signs.flatMap((sign) => (named(sign) === undefined ? [] : [[sign, named(sign) as Side] as const])));
  }
  const before = new Set(answered.filter(({ step }) => step === "start").map(({ sign }) => sign));
  const up = times.find(({ step }) => step === "switch")?.up ?? Infinity;
  const after = answered.filter(({ step, from }) => step === "switch" && from > up).map(({ sign }) => sign);
  if (!after.some((sign) => !before.has(sign))) return undefined;
  return new Map(signs.map((sign) => [sign, before.has(sign) ? "python" : "rust"] as const));
}

/** An answer of the other side once a step was up and done. */
export function strangerFindings({ sent, times }: Rehearsal, settings: CutoverSettings): readonly Finding[] {
  const sides = sidesBySign(sent, times);
  if (sides === undefined) return [];
  const expected: Readonly<Record<Step, Side>> = { start: "python", switch: "rust", rollback: "python" };
  const strangers = sent.filter((each) => {
    const side = sides.get(each.sign);
    const isSteady = !times.some((time) => isDuring(each, time));
    return isSteady && !isBroken(each) && side !== undefined && side !== expected[each.step];
  });
  return [...Map.groupBy(strangers, ({ step }) => step)].map(([step, group]): Finding => {
    const side: Side = expected[step] === "python" ? "rust" : "python";
    return {
      code: "cutover-stranger",
      severity: "error",
      place: settings[step].place,
      facts: { step, side, count: group.length },
    };
  });
}
