/**
 * The processes that a command leaves running, and all that they start, in whatever group they are: known by a variable that they
 * inherit, and where their variables were taken from them by the session that the command began. Linux only.
 */
export interface MarkedProcesses {
  /** To be in the environment of the commands. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths of the files that they have open just now. */
  openFiles(): Promise<readonly string[] | undefined>;
  /** Ends them all; safe to call twice. They are ended too where we are gone. */
  dispose(): Promise<void>;
}
