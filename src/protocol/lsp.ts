import { isRecord } from "#core/model/is-record.ts";
import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { GateEvent, GateResult, GateState } from "#core/model/gates/gate.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Place, Position, Range } from "#core/model/place.ts";
import type { RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { TrialResult } from "#core/model/run/trial.ts";
import type { SetUpChoices, SetUpChosen } from "#core/model/set-up.ts";
import type { Selection, ServersState } from "#core/model/session.ts";
import type { ClusterMembers, ClusterRecord } from "#core/model/run/run-record.ts";
import type { EndpointResults, EndpointVerdict } from "#core/model/run/verdict.ts";

import type { TrialMessage } from "./run.ts";

/** What our client tells the server at `initialize`; another editor may leave it out. */
export interface InitializationOptions {
  /** In a workspace that is not trusted nothing is run. */
  readonly isTrusted: boolean;
  /** The client registers `LENS_COMMANDS`; without it a lens carries only what the server itself can execute. */
  readonly hasLensCommands: boolean;
  /** The editor knows the formats of the YAML files by their schemas; absent where it does not. */
  readonly hasYamlSupport?: boolean;
}

/** Names of the messages between client and language server that are not LSP's own. */
export const LSP = {
  /** request: `() → ProjectView[]`, as new as the last change. */
  projects: "portolan/projects",
  /** notification, server to client: `ProjectView`; a project's ledger or state changed. */
  didChangeProject: "portolan/didChangeProject",
  /** notification, server to client: `{ uri }`; a project file is gone. */
  didRemoveProject: "portolan/didRemoveProject",
  /** request: `RunParams → RunAnswer`; answered when the run has ended. */
  run: "portolan/run",
  /** notification, server to client: `RunEventParams`; what a `case-ended` exchanged is left out, `results` has it. */
  runEvent: "portolan/runEvent",
  /** request: `GatesParams → GatesAnswer`; answered when the gates have ended. `cancelRun` ends them too. */
  gates: "portolan/gates",
  /** notification, server to client: `GateEventParams` */
  gateEvent: "portolan/gateEvent",
  /** notification, client to server: `CancelRunParams` */
  cancelRun: "portolan/cancelRun",
  /** notification, client to server, no parameters: the workspace is trusted from now on. */
  didGrantTrust: "portolan/didGrantTrust",
  /** request: `StopServersParams`; stops servers under test; answered when they are down. */
  stopServers: "portolan/stopServers",
  /** request: `ResultsParams → ResultsAnswer`; the last results of an endpoint, those of other processes too. */
  results: "portolan/results",
  /** request: `{ project } → ReportAnswer | null`; writes the last run as an HTML page, null where nothing was run yet. */
  report: "portolan/report",
  /** request: `CasesParams → CasesAnswer`; the cases of endpoints. */
  cases: "portolan/cases",
  /** request: `EndpointAtParams → EndpointAt | null`; the endpoint whose handler or route is at a position. */
  endpointAt: "portolan/endpointAt",
  /** request: `SuggestRulesParams → CauseSuggestions`; the rules that would let a cause pass, each proved. */
  suggestRules: "portolan/suggestRules",
  /** request: `RuleEditParams → RuleEditAnswer | null`; how rules are added to the project file, null where they cannot be. */
  ruleEdit: "portolan/ruleEdit",
  /** request: `SetUpParams → SetUpAnswer`; what a project file could say for a folder without one. */
  setUp: "portolan/setUp",
  /** request: `TrySetUpParams → TrySetUpAnswer`; starts both servers as a text says, answered when that is over. `cancelRun` ends it. */
  trySetUp: "portolan/trySetUp",
  /** notification, server to client: `TrialParams` */
  trial: "portolan/trial",
} as const;

/** One project as views show it. */
export interface ProjectView {
  /** The URI of the project file: the project's id. */
  readonly uri: string;
  /** The URI of its folder, without a slash at the end; places are relative to it. */
  readonly folder: string;
  readonly name: string;
  /** The URIs of the two servers' folders, without a slash at the end; none where the project file cannot be used. */
  readonly serverFolders: readonly string[];
  readonly ledger: Ledger;
  readonly servers: ServersState;
  readonly isRunning: boolean;
  /** The project file cannot be used; its diagnostics say why. */
  readonly isBroken: boolean;
  /** In the order in which they run. */
  readonly gates: readonly GateState[];
  /** The names of those that are being run. */
  readonly runningGates: readonly string[];
}

export interface GatesParams {
  readonly project: string;
  readonly runId: string;
  /** All where none is named. */
  readonly names: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface GatesAnswer {
  /** Those that ended. */
  readonly results: readonly GateResult[];
  /** Why they could not be run, or not to the end: a sentence. */
  readonly failure?: string;
  readonly isCancelled?: true;
}

export interface GateEventParams {
  readonly project: string;
  readonly runId: string;
  readonly event: GateEvent;
}

export interface RunParams {
  readonly project: string;
  readonly runId: string;
  readonly selection: Selection;
  /** Values that the editor keeps for `${secret:NAME}`, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface RunAnswer {
  readonly verdicts: readonly EndpointVerdict[];
  readonly ended: Extract<RunEvent, { kind: "ended" }>;
}

export interface RunEventParams {
  readonly project: string;
  readonly runId: string;
  readonly event: RunEvent;
}

export interface CancelRunParams {
  readonly runId: string;
}

export interface StopServersParams {
  readonly sides: readonly Side[];
  /** The project's URI; those of all projects where none is named. */
  readonly project?: string;
}

export interface ResultsAnswer extends EndpointResults {
  /** What is behind their differences, as the reports tell it. */
  readonly causes: readonly ClusterRecord[];
}

export interface ReportParams {
  readonly project: string;
}

export interface ReportAnswer {
  /** URI of the file. */
  readonly uri: string;
  readonly text: string;
}

export interface ResultsParams {
  readonly project: string;
  readonly endpoint: EndpointKey;
}

export interface CasesParams {
  readonly project: string;
  readonly endpoints: readonly EndpointKey[];
}

/** In the order in which they run. */
export type CasesAnswer = Readonly<Record<EndpointKey, readonly CaseView[]>>;

/** A case as lists show it. */
export interface CaseView {
  readonly id: string;
  readonly name: string;
  /** Where it is written. */
  readonly place: Place;
}

export interface EndpointAtParams {
  readonly uri: string;
  readonly position: Position;
}

export interface EndpointAt {
  readonly project: string;
  readonly endpoint: EndpointKey;
}

export interface SuggestRulesParams {
  readonly project: string;
  readonly endpoint: EndpointKey;
  /** The differences of the cause in the cases' last results. */
  readonly members: readonly ClusterMembers[];
  /** Rules are wanted also where both sides repeat the differences. */
  readonly insists?: true;
}

export interface RuleEditParams {
  readonly project: string;
  readonly endpoint: EndpointKey;
  readonly rules: readonly Pick<RuleSuggestion, "target" | "allow">[];
  /** All that the rules are for, where it is not `endpoint` alone. */
  readonly endpoints?: readonly EndpointKey[];
  /** The rules name no endpoint, and are for every one. */
  readonly isForEvery?: true;
  readonly reason: string;
}

/** A change of the project file's text as the editor has it now. */
export interface RuleEditAnswer {
  readonly range: Range;
  readonly newText: string;
}

export interface SetUpParams {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly chosen?: SetUpChosen;
}

export interface SetUpAnswer {
  /** The text of the project file that was found to fit. */
  readonly text: string;
  /** What was found, one line each, and what is left to fill in. */
  readonly notes: readonly string[];
  readonly choices: SetUpChoices;
  /** What a trial runs. */
  readonly commands: readonly { readonly side: Side; readonly folder: string; readonly line: string }[];
}

export interface TrySetUpParams {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly runId: string;
  /** Of the project file, which need not be on the disk. */
  readonly text: string;
}

export interface TrySetUpAnswer {
  readonly results: readonly TrialResult[];
  /** Why it was broken off: a sentence. */
  readonly failure?: string;
}

/** How a trial goes: an event within a step, or how a step came out, with its line for people. */
export interface TrialParams {
  readonly runId: string;
  readonly message: Exclude<TrialMessage, { kind: "ended" }>;
}

/** The source of diagnostics that a build printed; others may show the same. */
export const BUILD_SOURCE = "portolan build";

/** Commands that the server executes by `workspace/executeCommand`, for any editor. The argument is one `LensArguments`. */
export const SERVER_COMMANDS = {
  run: "portolan.run",
  /** Writes a Rust handler for an endpoint that only Python has. */
  createStub: "portolan.createStub",
} as const;

/** Commands that a CodeLens of the server carries; the client registers them. The argument is one `LensArguments`, unless it says otherwise. */
export const LENS_COMMANDS = {
  run: "portolan.lens.run",
  showDifferences: "portolan.lens.showDifferences",
  goTo: "portolan.lens.goTo",
  /** The argument is one `MilestoneArguments`. */
  runMilestone: "portolan.lens.runMilestone",
  /** The argument is one `CaseArguments`. */
  runCase: "portolan.lens.runCase",
} as const;

export interface MilestoneArguments {
  readonly project: string;
  readonly milestone: string;
}

export interface CaseArguments {
  readonly project: string;
  readonly endpoint: EndpointKey;
  readonly caseId: string;
}

export interface LensArguments {
  readonly project: string;
  readonly endpoint: EndpointKey;
  /** For `goTo`. */
  readonly target?: { readonly uri: string; readonly line: number; readonly character: number };
}

/** Checks what a command was called with: anybody can call it. */
export function isLensArguments(value: unknown): value is LensArguments {
  return (
    typeof value === "object" &&
    value !== null &&
    "project" in value &&
    typeof value.project === "string" &&
    "endpoint" in value &&
    typeof value.endpoint === "string"
  );
}

/** The same for a milestone. */
export function isMilestoneArguments(value: unknown): value is MilestoneArguments {
  return isRecord(value) && typeof value["project"] === "string" && typeof value["milestone"] === "string";
}

/** The same for a case. */
export function isCaseArguments(value: unknown): value is CaseArguments {
  return isLensArguments(value) && "caseId" in value && typeof value.caseId === "string";
}
