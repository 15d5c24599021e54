import type { RunOutcome } from "#core/model/run/run-event.ts";
import { UserError } from "#core/model/user-error.ts";

import type { ParityPorts } from "../preparation.ts";
import { MissingSecrets } from "../sides/missing-secrets.ts";

/** Does what a run does, and tells how it closed. A fault of ours is told in the log, with its stack. */
export async function outcomeOf(
  work: () => Promise<void>,
  { ports, signal }: { readonly ports: Pick<ParityPorts, "log">; readonly signal: AbortSignal },
): Promise<RunOutcome> {
  try {
    await work();
    signal.throwIfAborted();
    return { kind: "completed" };
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled" };
    if (error instanceof MissingSecrets) return { kind: "failed", reason: error.message, missingSecrets: error.names };
    if (error instanceof UserError) return { kind: "failed", reason: error.message };
    ports.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return {
      kind: "failed",
      reason: `The run was broken off by a fault of Portolan itself: ${String(error)}. The log has the details.`,
    };
  }
}
