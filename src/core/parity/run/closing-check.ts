import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { Exchange } from "#core/model/run/exchange.ts";

import type { Clock } from "#core/ports.ts";
import { readAnyMoment } from "#core/text/time/moments.ts";
import type { SidePair } from "../sides/side-pair.ts";
import type { CompareCase } from "./settle-case.ts";

/** A side that answers a case otherwise than before, on the same database. */
export interface Contradiction {
  readonly given: Case;
  readonly side: Side;
}

/**
 * Sends some cases that only read before all others, and once more when all others have run: a server that then
 * contradicts its own answer keeps state that the restore of its database does not reach.
 */
export interface ClosingCheck {
  /** Sends the cases and keeps their answers. The databases are put back to their base after it. */
  begin(pair: Pick<SidePair, "makeReady" | "send">, cases: readonly Case[]): Promise<void>;
  /** To be called at the end. Nothing is sent where nothing was kept. */
  contradictions(pair: Pick<SidePair, "makeReady" | "send">, compare: CompareCase): Promise<readonly Contradiction[]>;
}

const MOST_CASES = 20;
const MOST_CHARACTERS = 256 * 1024;

type Exchanges = Readonly<Record<Side, Exchange>>;

/** Of these cases the first of each endpoint that only reads; none where no case writes, neither of these nor of the `others` that run. */
export function casesToRepeat(cases: readonly Case[], others: readonly Case[] = []): readonly Case[] {
  if (![...cases, ...others].some(({ isWriting }) => isWriting)) return [];
  const readings = cases.filter(({ isWriting, stream }) => !isWriting && stream === undefined);
  const firsts = new Map(readings.toReversed().map((given) => [given.endpoint, given]));
  return readings.filter((given) => firsts.get(given.endpoint) === given).slice(0, MOST_CASES);
}

/** In so long what changes by itself, such as the seconds since a start, has changed. */
const CHANGING_MS = 1100;

export function createClosingCheck(clock: Pick<Clock, "sleep">, signal: AbortSignal): ClosingCheck {
  const kept: { readonly given: Case; readonly before: Exchanges }[] = [];
  return {
    begin: async (pair, cases) => {
      for (const given of cases) {
        // A request that claims only to read may write all the same.
        await pair.makeReady({ ...given, isWriting: true });
        const before = await pair.send(given);
        if (isSmall(before.python) && isSmall(before.rust)) kept.push({ given, before });
      }
      const last = cases.at(-1);
      if (last !== undefined) await pair.makeReady({ ...last, isWriting: true });
    },
    contradictions: async (pair, compare) => {
      const doubtful: { readonly given: Case; readonly before: Exchanges; readonly after: Exchanges }[] = [];
      for (const { given, before } of kept) {
        await pair.makeReady({ ...given, isWriting: true });
        const after = await pair.send(given);
        const doesDiffer = SIDES.some(
          (side) => placesThatDiffer(given, before[side], after[side], compare) !== undefined,
        );
        if (doesDiffer) doubtful.push({ given, before, after });
      }
      if (doubtful.length === 0) return [];
      // Seconds since a start do not change from one moment to the next.
      await clock.sleep(CHANGING_MS, signal);
      const found: Contradiction[] = [];
      for (const { given, before, after } of doubtful) {
        await pair.makeReady({ ...given, isWriting: true });
        const again = await pair.send(given);
        const sides = SIDES.filter((side) => placesThatDiffer(given, before[side], after[side], compare) !== undefined);
        if (changesByItself(given, { before, after }, compare)) continue;
        found.push(
          ...sides
            .filter((side) => !isNoise(given, { before, after, again }, side, compare))
            .map((side) => ({ given, side })),
        );
      }
      return found;
    },
  };
}

/**
 * Whether both servers changed in the same places, and there in numbers or moments alone: free disk space, load, uptime.
 * Two servers that keep state outside their databases do not keep the same.
 */
function changesByItself(
  given: Case,
  { before, after }: Readonly<Record<"before" | "after", Exchanges>>,
  compare: CompareCase,
): boolean {
  const [python, rust] = SIDES.map((side) => {
    const exchanges = { python: before[side], rust: after[side] };
    return compare(given, { exchanges, renaming: new IdRenaming() }).differences;
  });
  const places = new Set(python?.map(placeOf));
  if (python === undefined || rust === undefined || places.size === 0) return false;
  const areSame = rust.length === python.length && rust.every((difference) => places.has(placeOf(difference)));
  return areSame && [...python, ...rust].every((difference) => isMeasured(difference));
}

/** Another number, or another moment. */
function isMeasured({ class: found, part, values }: Difference): boolean {
  if (part !== "body" || !["value", "precision"].includes(found)) return false;
  return [values.python, values.rust].every(
    (text) => text !== undefined && (/^-?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(text) || isLarge(text) || isMoment(text)),
  );
}

/** Bytes and seconds, but not a count of rows. */
function isLarge(text: string): boolean {
  return /^\d{6,}$/.test(text);
}

function isMoment(text: string): boolean {
  return text.startsWith('"') && readAnyMoment(text.slice(1, -1)) !== undefined;
}

/** What varies from one request to the next contradicts nothing. */
function isNoise(
  given: Case,
  { before, after, again }: Readonly<Record<"before" | "after" | "again", Exchanges>>,
  side: Side,
  compare: CompareCase,
): boolean {
  const noise = placesThatDiffer(given, after[side], again[side], compare);
  const places = placesThatDiffer(given, before[side], after[side], compare) ?? new Set();
  return noise !== undefined && places.isSubsetOf(noise);
}

/** Undefined where one side's two answers match by the rules of the case. Ids are renamed for these two alone. */
function placesThatDiffer(
  given: Case,
  first: Exchange,
  second: Exchange,
  compare: CompareCase,
): ReadonlySet<string> | undefined {
  const exchanges = { python: first, rust: second };
  const { verdict, differences } = compare(given, { exchanges, renaming: new IdRenaming() });
  return verdict === "match" ? undefined : new Set(differences.map(placeOf));
}

function placeOf({ part, pointers }: Difference): string {
  return `${part} ${pointers.python ?? pointers.rust ?? ""}`;
}

function isSmall({ outcome }: Exchange): boolean {
  if (outcome.kind !== "answer") return false;
  return outcome.body.kind !== "text" || outcome.body.text.length <= MOST_CHARACTERS;
}
