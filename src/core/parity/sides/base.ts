import type { CapturedValues } from "#core/cases/captured-values.ts";
import type { Disposable, Snapshot } from "#core/ports.ts";
import type { FolderBase } from "#core/ports/owned-folder.ts";

/** What both sides begin with. */
export interface Base extends Disposable {
  readonly database: Snapshot;
  /** Of the folder for files; absent where it begins empty, or where there is none. */
  readonly data?: FolderBase;
  /** What a scenario left that filled it. */
  readonly filled?: FilledBase;
}

/** What is known of a base that a scenario filled. */
export interface FilledBase {
  /** Identities that have registered there. */
  readonly registered: readonly string[];
  readonly captured: CapturedValues;
}
