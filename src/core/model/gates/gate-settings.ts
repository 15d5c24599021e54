import type { DatabaseEngine } from "../databases/database-engine.ts";
import type { EndpointKey } from "../endpoint.ts";
import type { Place } from "../place.ts";

/** How each server migrates an empty database, shell commands in its folder and environment. */
export interface SchemaCommands {
  readonly python: string;
  readonly rust: string;
  /** The engines that are tried; the project's where it is not said. */
  readonly engines?: readonly DatabaseEngine[];
}

/** What can rate the changes of a contract: Redocly CLI, which comes with Portolan, or the user's own oasdiff. */
export const CONTRACT_DIFF_PROGRAMS = ["redocly", "oasdiff"] as const;
export type ContractDiffProgram = (typeof CONTRACT_DIFF_PROGRAMS)[number];

/** How the two exports are compared. */
export interface ContractSettings {
  readonly diff: ContractDiffProgram;
}

/** How the client is generated, and where it is committed. */
export interface ClientCommands {
  /** A shell command, formatter included; `${output}` in it is where to write. */
  readonly command: string;
  /** The committed file or folder, relative to the project's folder. */
  readonly output: string;
  /** Where the commands run, relative to the project's folder. */
  readonly folder: string;
  /** A shell command that fails where the client's code does not fit, such as a type check. */
  readonly check?: string;
}

/** The server that answers the pages now. */
export type OldServer =
  /** The Python server, started as for a run. */
  | { readonly kind: "python" }
  /** A shell command, `${port}` in it, and a path that answers once it is up. */
  | { readonly kind: "start"; readonly line: string; readonly folder: string; readonly ready: string }
  /** One that somebody else runs on this machine: `http://127.0.0.1:8000`. */
  | { readonly kind: "attach"; readonly origin: string };

/** A page's route, which the client's code reads: `/nodes/{id}`. */
export interface PageRoute {
  readonly path: string;
  /** Where the project file names it. */
  readonly place: Place;
}

/** The static build, and how the Rust server has to serve it. */
export interface AssetSettings {
  /** The folder of the build, relative to the project's folder. */
  readonly folder: string;
  /** Where the project file names it. */
  readonly place: Place;
  /** The path that it is served at, without a slash at the end: empty for `/`. */
  readonly at: string;
  /** The file that the pages' routes fall back to, relative to the build. */
  readonly index: string;
  readonly pages: readonly PageRoute[];
  /** What stands below these paths is no page: `/api`. */
  readonly api: readonly string[];
  /** Variables of the Rust server in which `${assets}` is a copy of the folder; none where it finds the build by itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly old?: OldServer;
}

/** A shell command of the switch, and where the project file has it. */
export interface CutoverCommand {
  readonly line: string;
  readonly place: Place;
}

/** A request of the client that goes on all along. `${text}` in the body is a text that was not sent before. */
export interface CutoverRequest {
  readonly method: string;
  /** With the parameter, of which there is at most one: `/api/nodes/{id}`. */
  readonly path: string;
  /** As JSON text. */
  readonly body?: string;
}

/** How the servers are switched and switched back. Commands run in `folder` with these variables, on a copy of the base. */
export interface CutoverSettings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Brings all up, Python answering; it may stay in the foreground or leave servers running. */
  readonly start: CutoverCommand;
  readonly switch: CutoverCommand;
  readonly rollback: CutoverCommand;
  /** Prints who answers: `python` or `rust`. */
  readonly status?: CutoverCommand;
  readonly stop?: CutoverCommand;
  /** A path that answers 2xx once it is up. */
  readonly ready: string;
  /** How long it may take until it is up again. */
  readonly limitMs: number;
  /** How long nobody may answer. */
  readonly gapMs: number;
  /** How long the client goes on in each step once it is up. */
  readonly steadyMs: number;
  /** Makes a row; a JSON pointer (RFC 6901) leads to its id in the answer. */
  readonly write: CutoverRequest & { readonly id: string };
  /** Reads it; a JSON pointer leads to the text in the answer. */
  readonly read: CutoverRequest & { readonly text: string };
  readonly change?: CutoverRequest;
}

/** What a release is for, and what it asks for. */
export interface ReleaseSettings {
  /** Where the project file says so. */
  readonly place: Place;
  /** The Rust server's program that is to be installed, relative to the project's folder. */
  readonly binary: string;
  /** Build and start that program, in place of what the Rust server has; shell commands in its folder. */
  readonly build?: string;
  readonly start?: string;
  /** All of the project file's where it is not said. */
  readonly milestones?: readonly string[];
  /** Endpoints that clients call. */
  readonly calls: readonly { readonly endpoint: EndpointKey; readonly place: Place }[];
  /** Folders of clients' code, relative to the project's folder, in which more such endpoints are found. */
  readonly clients: readonly string[];
  /** Gates that this project cannot run, each with the reason why it need not. */
  readonly without: Readonly<Record<string, string>>;
  /** The file that is written, relative to the project's folder. */
  readonly file: string;
}

/** What gates need that nothing else says; a key a gate. */
export interface GateSettings {
  readonly assets?: AssetSettings;
  readonly client?: ClientCommands;
  readonly contract?: ContractSettings;
  readonly cutover?: CutoverSettings;
  readonly release?: ReleaseSettings;
  readonly schema?: SchemaCommands;
}
