import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { type EndpointKey, type Side, SIDES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import type { SidePair } from "../sides/side-pair.ts";
import type { CompareCase } from "./run-case.ts";

/** A side that answers a case otherwise than before, on the same database. */
export interface Contradiction {
  readonly given: Case;
  readonly side: Side;
}

/**
 * Sends some cases that only read once more when all others have run: a server that then contradicts its own answer keeps
 * state that the restore of its database does not reach.
 */
export interface ClosingCheck {
  /** Keeps what a case was answered, where it is one to be sent again. */
  keep(result: CaseResult): void;
  /** To be called at the end. Nothing is sent where no case wrote after one that is kept. */
  contradictions(pair: Pick<SidePair, "makeReady" | "send">, compare: CompareCase): Promise<readonly Contradiction[]>;
}

/** One an endpoint; the first that run, because more may have been written by others. */
const MOST_CASES = 20;
const MOST_CHARACTERS = 256 * 1024;

type Exchanges = Readonly<Record<Side, Exchange>>;

export function createClosingCheck(): ClosingCheck {
  const kept = new Map<EndpointKey, { readonly given: Case; readonly before: Exchanges }>();
  let hasWritten = false;
  return {
    keep: ({ case: given, verdict, exchanges: { python, rust } }) => {
      if (given.isWriting) hasWritten ||= kept.size > 0;
      else if (verdict === "match" && python && rust && kept.size < MOST_CASES && !kept.has(given.endpoint)) {
        if (isSmall(python) && isSmall(rust)) kept.set(given.endpoint, { given, before: { python, rust } });
      }
    },
    contradictions: async (pair, compare) => {
      const found: Contradiction[] = [];
      for (const { given, before } of hasWritten ? kept.values() : []) {
        await pair.makeReady(given);
        const after = await pair.send(given);
        const suspects = SIDES.filter(
          (side) => placesThatDiffer(given, before[side], after[side], compare) !== undefined,
        );
        if (suspects.length === 0) continue;
        const again = await pair.send(given);
        found.push(
          ...suspects
            .filter((side) => !isNoise(given, { before, after, again }, side, compare))
            .map((side) => ({ given, side })),
        );
      }
      return found;
    },
  };
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
