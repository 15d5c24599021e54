import { type EffectTexts, effectTexts } from "#core/compare/effects/effect-documents.ts";
import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { DatabaseChanges, TableChange } from "#core/model/run/table-change.ts";
import type { Clock } from "#core/ports.ts";

import type { PreparedSide } from "../sides/prepare-side.ts";

/** What both sides wrote, ready to be compared; or why it cannot be, a sentence. */
export type ReadEffects =
  | { readonly kind: "texts"; readonly texts: EffectTexts }
  | { readonly kind: "too many"; readonly reason: string };

/** What two servers write for one case. */
export interface EffectWatch {
  /** What each side wrote since the base; undefined where no row is another. */
  read(): Promise<ReadEffects | undefined>;
  /**
   * Whether a database was written to since it was read, or since the base where it was not read yet. Looks once, or for
   * the project's quiet time. False where the case has been watched for too long.
   */
  isWrittenNow(): Promise<boolean>;
  /** The same, and gives what a server does after its answer a moment to begin. */
  isWrittenSoon(): Promise<boolean>;
}

/** How long a write that makes two effects equal may be late: a background task begins within milliseconds. */
const QUIET_MS = 250;
const POLL_MS = 5;
/** A server that goes on writing by itself is not waited for longer than this. */
const LONGEST_MS = 5000;

/** The version of a state that nobody has written to. */
const UNWRITTEN = 0;

/** Watches both databases from now on. `quietMs` is how long they must be left alone in any case. */
export function watchEffects(
  sides: Readonly<Record<Side, Pick<PreparedSide, "version" | "effect">>>,
  quietMs: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): EffectWatch {
  const end = clock.elapsed() + LONGEST_MS;
  let seen: readonly number[] = SIDES.map(() => UNWRITTEN);
  const versions = (): Promise<readonly number[]> => Promise.all(SIDES.map((side) => sides[side].version()));
  const isWrittenWithin = async (ms: number): Promise<boolean> => {
    const limit = clock.elapsed() + ms;
    for (;;) {
      if (clock.elapsed() > end) return false;
      if ((await versions()).some((version, at) => version !== seen[at])) return true;
      if (clock.elapsed() >= limit) return false;
      await clock.sleep(POLL_MS, signal);
    }
  };
  return {
    read: async () => {
      const found = await Promise.all(
        SIDES.map(async (side) => {
          const version = await sides[side].version();
          return { version, effect: version === UNWRITTEN ? undefined : await sides[side].effect() };
        }),
      );
      seen = found.map(({ version }) => version);
      const [python, rust] = found.map(({ effect }) => effect);
      return isEmpty(python) && isEmpty(rust) ? undefined : readEffects({ python, rust });
    },
    isWrittenNow: () => isWrittenWithin(quietMs),
    isWrittenSoon: () => isWrittenWithin(Math.max(quietMs, QUIET_MS)),
  };
}

/** Somebody may have written what was there already. */
function isEmpty(changes: DatabaseChanges | undefined): boolean {
  return changes === undefined || (changes.kind === "changes" && changes.tables.length === 0);
}

/** A side that nobody wrote to has an empty effect. */
function readEffects(changes: Readonly<Record<Side, DatabaseChanges | undefined>>): ReadEffects {
  const tables: Record<Side, readonly TableChange[]> = { python: [], rust: [] };
  for (const side of SIDES) {
    const own = changes[side];
    if (own?.kind === "schema changed") {
      return {
        kind: "too many",
        reason: `The ${SIDE_NAMES[side]} server made, altered or dropped tables or other parts of the schema, so that what it wrote cannot be told row by row. Let it do so when it starts.`,
      };
    }
    if (own?.kind === "too many") {
      return {
        kind: "too many",
        reason: `The ${SIDE_NAMES[side]} server changed more than ${own.limit.toLocaleString("en")} rows of ${own.table}, too many to be compared. Let the case write less.`,
      };
    }
    if (own !== undefined) tables[side] = own.tables;
  }
  return { kind: "texts", texts: effectTexts(tables) };
}
