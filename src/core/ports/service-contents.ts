import type { ServiceKind, ServicePart } from "#core/model/service.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";

/** What a running service holds for one side, seen from outside. */
export interface ServiceContent {
  /** Keeps what it holds now as what it is put back to. */
  keep(): Promise<void>;
  /** Puts that back under whoever is connected. */
  restore(): Promise<void>;
  /** Another number as soon as somebody has written to it. */
  version(): Promise<number>;
  /** What was changed since it was kept, in one table of this name. */
  changes(table: string): Promise<DatabaseChanges>;
  /** Closes the connection; safe to call twice. */
  dispose(): Promise<void>;
}

export interface ServiceContents {
  /** Connects to a service on a port of loopback. Undefined as long as it is not ready. Throws a UserError where it never will be. */
  open(kind: ServiceKind, port: number, part: ServicePart): Promise<ServiceContent | undefined>;
}
