import type { Side } from "#core/model/endpoint.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Ports } from "#core/ports.ts";
import type { OwnFile } from "./output/find-crashes.ts";

/** What parity needs from outside. */
export type ParityPorts = Pick<
  Ports,
  | "files"
  | "binaryFiles"
  | "environmentFiles"
  | "http"
  | "listener"
  | "processes"
  | "databases"
  | "folders"
  | "services"
  | "stubs"
  | "clock"
  | "random"
  | "log"
  | "webTokens"
  | "secrets"
>;

/** What every step of making the sides ready gets. */
export interface Preparation {
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  readonly emit: (event: RunEvent) => void;
  /** Finds the project's files in what the two sides print; where nobody looked for them, paths stay as printed. */
  readonly ownFiles?: Readonly<Record<Side, OwnFile>>;
}
