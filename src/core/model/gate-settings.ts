import type { DatabaseEngine } from "./database-engine.ts";

/** How each server migrates an empty database, shell commands in its folder and environment. */
export interface SchemaCommands {
  readonly python: string;
  readonly rust: string;
  /** The engines that are tried; the project's where it is not said. */
  readonly engines?: readonly DatabaseEngine[];
}

/** What gates need that nothing else says; a key a gate. */
export interface GateSettings {
  readonly schema?: SchemaCommands;
}
