import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { ClusterRecord } from "#core/model/run/run-record.ts";
import type { CaseResult, EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";

/** What the panel shows: one endpoint with the results of its last run. */
export interface PanelState {
  readonly project: string;
  readonly endpoint: EndpointKey;
  /** With parameter names. */
  readonly path: string;
  readonly verdict?: EndpointVerdict;
  readonly results: readonly CaseResult[];
  readonly notReached: readonly NotReached[];
  /** What is behind their differences, as the reports tell it. */
  readonly causes: readonly ClusterRecord[];
  /** A run of this endpoint is under way. */
  readonly isRunning: boolean;
  /** Sides on which the handler is known, so that the panel can offer to go there. */
  readonly handlers: readonly Side[];
}

/** Extension to panel. */
export type PanelMessage = { readonly kind: "show"; readonly state: PanelState };

/** Panel to extension. */
export type PanelRequest =
  | { readonly kind: "ready" }
  | { readonly kind: "run" }
  | { readonly kind: "go-to-handler"; readonly side: Side }
  | { readonly kind: "go-to-difference"; readonly caseId: string; readonly difference: number; readonly side: Side }
  /** Asks for rules that let a cause pass in all its cases; its index among `causes`. */
  | { readonly kind: "ignore-cause"; readonly cause: number }
  /** To where the case is written down. */
  | { readonly kind: "go-to-case"; readonly caseId: string }
  | { readonly kind: "go-to-crash"; readonly caseId: string; readonly side: Side }
  | { readonly kind: "copy-as-curl"; readonly caseId: string };

/** What the page keeps by `setState`; after a reload of the window VS Code hands it to the panel's serializer. */
export interface PanelMemory {
  readonly project: string;
  readonly endpoint: EndpointKey;
  /** The case that was chosen; absent before the first result. */
  readonly caseId?: string;
}
