import type { ProcessSession } from "./proc.ts";

/** What processes are known by. */
export interface Marked {
  readonly mark: string;
  /** Begun by commands that carried the mark: a service that is started with variables of its own is still in one of them. */
  readonly sessions: readonly ProcessSession[];
}
