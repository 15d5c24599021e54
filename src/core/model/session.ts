import type { EndpointKey, Side } from "./endpoint.ts";
import type { Finding } from "./finding.ts";
import type { GateEvent, GateResult, GateState } from "./gates/gate.ts";
import type { Ledger } from "./ledger.ts";
import type { Project } from "./project.ts";
import type { Case } from "./run/case.ts";
import type { RunEvent } from "./run/run-event.ts";
import type { EndpointResults, EndpointVerdict } from "./run/verdict.ts";
import type { SourceChange } from "./source-change.ts";

/** A text that changed: as the editor has it, or, without `text`, as the disk has it now. */
export interface FileChange {
  readonly file: string;
  readonly text?: string;
}

/** What to run. */
export type Selection = (ComparedSelection | ServersSelection) & {
  /** Other hosts than this one to which the user has confirmed that requests may go. */
  readonly hosts?: readonly string[];
  /** With the Rust server as `gates.release` builds and starts it; no verdict is kept. */
  readonly isReleased?: true;
};

/** What is sent to both servers and compared. */
export type ComparedSelection =
  | { readonly kind: "all" }
  | { readonly kind: "milestone"; readonly name: string }
  | {
      readonly kind: "endpoints";
      readonly endpoints: readonly EndpointKey[];
      /** Of an endpoint that is named here only these cases, by id; the verdict on it is not kept. */
      readonly cases?: Readonly<Record<EndpointKey, readonly string[]>>;
    };

/** The servers of these sides are built and started, and nothing is compared. */
export interface ServersSelection {
  readonly kind: "servers";
  readonly sides: readonly Side[];
  /** Also those that are as they would be started. */
  readonly isRestart?: true;
}

/** What a server under test does. */
export type ServerState = "stopped" | "starting" | "running";

/** What the two servers under test do. */
export type ServersState = Readonly<Record<Side, ServerState>>;

export const SERVERS_STOPPED: ServersState = { python: "stopped", rust: "stopped" };

/** What a run of an endpoint brought, as it is kept. */
export interface SavedResults extends EndpointResults {
  /** The moment of the verdict that they belong to: ISO 8601 in UTC. */
  readonly at: string;
}

/** One project, read and kept true. Made by `createSession`. */
export interface Session {
  /** Takes changes in; the next question computes what they touch. */
  change(changes: readonly FileChange[]): void;
  /** Files may have changed without anybody saying so: the next question looks at the disk again. */
  refresh(): void;
  /** The project file as it stands, or undefined where it cannot be used; what is wrong with it is among the findings. */
  project(): Promise<Project | undefined>;
  ledger(): Promise<Ledger>;
  /** The cases of each endpoint that has any, in the order in which they run; steps of scenarios come last. */
  cases(): Promise<ReadonlyMap<EndpointKey, readonly Case[]>>;
  /** All findings: project file, sources, contract, pairing. */
  findings(): Promise<readonly Finding[]>;
  /** Runs parity. Always ends with one `ended` event; aborting ends it as `cancelled`. Verdicts are recorded and saved. */
  run(selection: Selection, signal: AbortSignal): AsyncIterable<RunEvent>;
  /**
   * Runs the gates of these names, all where none is named. Throws a UserError where there is no such gate or the project
   * cannot be used, and when the signal aborts. Results are saved.
   */
  gates(
    names: readonly string[],
    signal: AbortSignal,
    show: (event: GateEvent) => void,
  ): Promise<readonly GateResult[]>;
  /** All gates, with what they came to when they last ran; none where the project cannot be used. */
  gateStates(): Promise<readonly GateState[]>;
  /** The last results of an endpoint that a run of any process has left on the disk. */
  results(endpoint: EndpointKey): Promise<SavedResults | undefined>;
  /**
   * The Rust handler for an endpoint that only Python has: it answers 501 and is known to its router. Nothing is written.
   * Throws a UserError where there cannot be one.
   */
  stub(endpoint: EndpointKey): Promise<SourceChange>;
  /** Takes over a verdict that another process made. */
  record(verdict: EndpointVerdict): void;
  /** Calls back, at most once a turn, after something changed that a view shows. Returns the way to stop it. */
  onDidChange(listener: () => void): () => void;
  /** Stops the servers of these sides, both where none is named; the next run starts them again. */
  stopServers(sides?: readonly Side[]): Promise<void>;
  /** Stops servers and removes databases. */
  dispose(): Promise<void>;
}
