import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { Clock } from "#core/ports.ts";
import { crashText } from "../sides/server-text.ts";

/** A server may print why it answered 500 after the answer. */
const WAIT_MS = 250;

/** The crashes that the servers print while cases run, and to which case they belong. */
export class CrashLog {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #crashes: Crash[] = [];
  #arrived = Promise.withResolvers<undefined>();

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  add(crash: Crash): void {
    this.#crashes.push(crash);
    this.#arrived.resolve(undefined);
  }

  /**
   * The result of a case that has just ended with the crashes that explain it: of a side that answered 5xx or not at
   * all. Waits a moment for one that is still being printed; what was printed by a side that answered well is nobody's.
   */
  async explain(result: CaseResult): Promise<CaseResult> {
    const sides = result.verdict === "match" ? [] : SIDES.filter((side) => hasBroken(result, side));
    const isMissing = (): boolean => !sides.some((side) => this.#crashes.some((crash) => crash.side === side));
    if (sides.length > 0 && isMissing())
      await Promise.race([this.#arrived.promise, this.#clock.sleep(WAIT_MS, this.#signal)]);
    const all = this.#crashes.splice(0);
    this.#arrived = Promise.withResolvers<undefined>();
    const own = sides.flatMap((side) => all.find((crash) => crash.side === side) ?? []);
    return own.length === 0 ? result : withCrashes(result, own);
  }
}

function hasBroken({ exchanges }: CaseResult, side: Side): boolean {
  const outcome = exchanges[side]?.outcome;
  return outcome !== undefined && (outcome.kind === "unreachable" || outcome.status >= 500);
}

/** The other status is explained by the crash, and leads to its place; so is that a case failed. */
function withCrashes(result: CaseResult, crashes: readonly Crash[]): CaseResult {
  const { reason, differences } = result;
  const sentences = crashes.map((crash) => `${SIDE_NAMES[crash.side]} ${crashText(crash).replace(/^It /, "")}`);
  const text = sentences.join(" ");
  const isSaid = crashes.every(({ message }) => reason?.includes(message.replace(/^panicked: /, "")));
  return {
    ...result,
    crashes,
    ...(reason !== undefined && { reason: isSaid ? reason : `${reason} ${text}` }),
    differences: differences.map((difference) =>
      difference.part === "status" ? explained(difference, crashes, text) : difference,
    ),
  };
}

function explained(difference: Difference, crashes: readonly Crash[], text: string): Difference {
  const own = crashes.flatMap(({ side, place }) => (place === undefined ? [] : [[side, place] as const]));
  const places = { ...difference.places, ...Object.fromEntries(own) };
  return { ...difference, hint: { code: "crash", text }, ...(Object.keys(places).length > 0 && { places }) };
}
