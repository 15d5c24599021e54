import type { Finding } from "#core/model/finding.ts";
import type { GateResult } from "#core/model/gates/gate.ts";
import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import type { DatabaseEngine } from "#core/model/databases/database-engine.ts";
import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { CutoverSettings, OldServer } from "#core/model/gates/gate-settings.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Command, HttpClient, Ports } from "#core/ports.ts";
import type { Release } from "#core/model/gates/release.ts";
import type { Stage } from "./cutover/stage.ts";
import type { FileHash, ParityEvidence } from "./release/parity-evidence.ts";

/** What a gate is given: the project, what reading it found, and the ways to look at it and to run its commands. */
export interface GateContext {
  readonly project: Project;
  /** What the ledger and the contract's reading found. */
  readonly findings: readonly Finding[];
  /** Those of the contract, where the project has one. */
  readonly operations: readonly Operation[];
  readonly ledger: Ledger;
  readonly ports: Pick<
    Ports,
    | "files"
    | "binaryFiles"
    | "folders"
    | "servedCopies"
    | "projectCopies"
    | "browsers"
    | "contractDiffs"
    | "turnedClock"
    | "clock"
    | "random"
  >;
  readonly signal: AbortSignal;
  /** Tells what is done now: `Rust: cargo build`. */
  readonly step: (text: string) => void;
  /**
   * Runs one of the project's commands and gives its standard output. `${database}` in its environment is an empty
   * database of its own. Throws a UserError where it fails or takes too long.
   */
  readonly outputOf: (command: Command) => Promise<string>;
  /** Runs one in the same way, and gives the first lines that it wrote where it failed; undefined where it did not. */
  readonly complaintOf: (command: Command) => Promise<string | undefined>;
  /**
   * Builds and starts a server as a run does, on a copy of the base, with these variables besides its own, for as long as the work
   * goes on. Throws a UserError where it cannot be started.
   */
  readonly onServer: <T>(
    side: Side,
    environment: Readonly<Record<string, string>>,
    work: (server: GateServer) => Promise<T>,
  ) => Promise<T>;
  /** Has the server that answers the pages now, started where the project file says how. Throws a UserError where it does not answer. */
  readonly onOldServer: <T>(old: OldServer, work: (server: GateServer) => Promise<T>) => Promise<T>;
  /** Makes a copy on which the switch is rehearsed, for as long as the work goes on. */
  readonly onStage: <T>(settings: CutoverSettings, work: (stage: Stage) => Promise<T>) => Promise<T>;
  /** The gates that ran before. */
  readonly results: readonly GateResult[];
  /** How long they took, in milliseconds. */
  readonly elapsedMs: () => number;
  /** Runs parity with the Rust server as it is released. No verdict of it is kept. */
  readonly onParity: (endpoints: readonly EndpointKey[]) => Promise<ParityEvidence>;
  /** Undefined where there is no such file; relative to the project's folder. */
  readonly hashOf: (file: string) => Promise<FileHash | undefined>;
  readonly writeRelease: (file: string, release: Release) => Promise<void>;
  /** Takes a release away, where one was written before. */
  readonly removeRelease: (file: string) => Promise<void>;
  /** Makes an empty database of an engine, for as long as the work goes on. */
  readonly onDatabase: <T>(engine: DatabaseEngine, work: (database: GateDatabase) => Promise<T>) => Promise<T>;
}

/** A server that answers on this machine. */
export interface GateServer {
  readonly port: number;
  readonly client: HttpClient;
}

/** A database of the gate's own, gone with its work. */
export interface GateDatabase {
  /** As it stands now. */
  schema(): Promise<DatabaseSchema>;
  /** Runs a command on it and gives its standard output. Throws a UserError where it fails or takes too long. */
  outputOf(command: Command): Promise<string>;
}

/** What a gate looked at and what it found. */
export type GateReport = Pick<GateResult, "checked" | "findings">;

/** A check of the migration: a file or folder in `core/gates`, and a line in the table of `gates.ts`. */
export interface Gate {
  /** As the user writes it. */
  readonly name: string;
  /** What it asks, for people, as a question. */
  readonly question: string;
  /** It judges what all others came to: they run before it, also where it alone is named. */
  readonly isLast?: true;
  /** Why there is nothing to check in this project, as a sentence that says what to write; undefined where there is. */
  whyNot(project: Project): string | undefined;
  run(context: GateContext): Promise<GateReport>;
}
