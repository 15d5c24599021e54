import type { NetworkAddress } from "#core/model/project.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";
import type { Disposable, OwnedProcess } from "#core/ports.ts";

import type { Placeholders } from "../sides/placeholders.ts";

/** What a side has beside its database: a folder, a service, a stub. It is made for the side, put back and compared like the database. */
export interface Companion extends Disposable {
  /** What stands for it in `start` and `environment`: `{ data: "/tmp/…" }`. */
  readonly values: Placeholders;
  /** Where a server with a network of its own finds it. */
  readonly reach: readonly NetworkAddress[];
  /** Keeps what it holds now as what it is put back to. */
  keep(): Promise<void>;
  /**
   * Puts that back under the running server, which `isTouched` where it was sent something that may have written. False where
   * only a new start of the side does it.
   */
  restore(server: Pick<OwnedProcess, "openFiles">, isTouched: boolean): Promise<boolean>;
  /** Another number as soon as it may hold something else. */
  version(): Promise<number>;
  /** What was changed in it since `keep`, as tables whose names no database has. */
  changes(): Promise<DatabaseChanges>;
}
