import type { Side } from "#core/model/endpoint.ts";
import type { GateEvent } from "#core/model/gates/gate.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { TrialResult } from "#core/model/run/trial.ts";
import type { Selection, ServersState } from "#core/model/session.ts";

/** What the language server tells the runner, one JSON object a line on its standard input. When the input closes, the runner stops all and ends. */
export type RunnerCommand =
  | {
      readonly kind: "run";
      readonly runId: string;
      readonly selection: Selection;
      /** Values that the editor keeps for `${secret:NAME}`, by name. */
      readonly secrets?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "gates";
      readonly runId: string;
      /** All where none is named. */
      readonly names: readonly string[];
      readonly secrets?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "cancel"; readonly runId: string }
  /** The servers of these sides may be stopped; the next run starts them again. */
  | { readonly kind: "stop-servers"; readonly sides: readonly Side[] };

/** What the process tells that tries a project file, one JSON object a line on its standard output. Its input is the file's text; when that closes again, it stops all and ends. */
export type TrialMessage =
  | { readonly kind: "event"; readonly event: RunEvent }
  | { readonly kind: "result"; readonly result: TrialResult; readonly text: string }
  /** The last one; a sentence where it was broken off. */
  | { readonly kind: "ended"; readonly failure?: string };

/** The text to try, as the first line of the input. */
export interface TrialOrder {
  readonly text: string;
}

/** What the runner tells, one JSON object a line on its standard output. */
export type RunnerMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "event"; readonly runId: string; readonly event: RunEvent }
  | { readonly kind: "gate-event"; readonly runId: string; readonly event: GateEvent }
  /** The last word on gates; a sentence where they could not be run, or were cancelled. */
  | { readonly kind: "gates-ended"; readonly runId: string; readonly failure?: string; readonly isCancelled?: true }
  | { readonly kind: "servers"; readonly state: ServersState }
  | { readonly kind: "log"; readonly text: string };
