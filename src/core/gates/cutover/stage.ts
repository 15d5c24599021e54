import type { TableChange } from "#core/model/run/table-change.ts";
import type { HttpClient } from "#core/ports.ts";

/** A copy on which the switch is rehearsed: a database of our own, ports, an empty folder, and what the commands leave running. */
export interface Stage {
  /** A new connection to where clients ask. */
  connect(): HttpClient;
  /**
   * Starts the command that brings all up, without waiting for its end; it is ended with the stage. `failure` is a sentence as soon
   * as it has failed.
   */
  start(line: string): Promise<{ readonly failure: () => string | undefined; readonly lastOutput: () => string }>;
  /** Runs a command to its end. What it leaves running goes on. */
  run(line: string): Promise<{ readonly output: string; readonly failure?: string }>;
  /** Makes the project's first identity known, and gives the headers that it sends; none where the project has no identity. */
  logIn(): Promise<readonly (readonly [name: string, value: string])[]>;
  /** Somebody was seen to use the database. */
  isDatabaseUsed(): Promise<boolean>;
  /** Throws a UserError where a database that is not ours was written to. */
  requireOnlyOurs(): Promise<void>;
  /** From now on changes are told against what the database holds now. */
  keep(): Promise<void>;
  /** The rows that are otherwise now than when it was kept; undefined where that cannot be told. */
  changes(): Promise<readonly TableChange[] | undefined>;
}
