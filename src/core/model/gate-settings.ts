import type { DatabaseEngine } from "./database-engine.ts";

/** How each server migrates an empty database, shell commands in its folder and environment. */
export interface SchemaCommands {
  readonly python: string;
  readonly rust: string;
  /** The engines that are tried; the project's where it is not said. */
  readonly engines?: readonly DatabaseEngine[];
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

/** What gates need that nothing else says; a key a gate. */
export interface GateSettings {
  readonly client?: ClientCommands;
  readonly schema?: SchemaCommands;
}
