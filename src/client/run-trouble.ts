import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import { stopsRuns } from "#core/model/finding.ts";
import { type Place, placeText } from "#core/model/place.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

/** What stopped a run or a server, at the line to go to. */
export interface Trouble {
  /** A sentence. */
  readonly text: string;
  readonly place: Place;
  /** Whose output has more of it; absent where it is a file's. */
  readonly side?: Side;
}

/** Follows one run and tells, once it has ended, where to look first: the first error of a build, else the first crash, else the first mistake in a file for which nothing was run. */
export function followTrouble(): {
  readonly take: (event: RunEvent) => void;
  readonly found: () => Trouble | undefined;
} {
  let build: Trouble | undefined;
  let errors = 0;
  let crash: Trouble | undefined;
  let mistake: Place | undefined;
  let refusal: Trouble | undefined;
  return {
    take: (event) => {
      if (event.kind === "build-problem") {
        const { side, message, code, place } = event.problem;
        errors += 1;
        const text = `${SIDE_NAMES[side]} does not build: ${message}${code === undefined ? "" : ` (${code})`} at ${placeText(place)}`;
        build ??= { text, place, side };
      }
      if (event.kind === "crashed" && event.crash.place !== undefined) {
        const { side, message, place } = event.crash;
        const verb = message.startsWith("panicked: ") ? "" : "raised ";
        crash ??= { text: `${SIDE_NAMES[side]} ${verb}${message} at ${placeText(place)}.`, place, side };
      }
      if (event.kind === "finding" && stopsRuns(event.finding)) mistake ??= event.finding.place;
      // What was found before a run that took place did not stop it.
      if (event.kind === "preparing") mistake = undefined;
      if (event.kind === "ended" && event.outcome.kind === "failed" && mistake !== undefined) {
        refusal = { text: `${event.outcome.reason} The first is at ${placeText(mistake)}.`, place: mistake };
      }
    },
    found: () => {
      if (build === undefined) return crash ?? refusal;
      const more = errors > 1 ? `, and ${errors - 1} more ${errors === 2 ? "error" : "errors"}` : "";
      return { ...build, text: `${build.text}${more}.` };
    },
  };
}
