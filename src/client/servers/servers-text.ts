import { type Side, SIDE_NAMES, SIDES } from "#core/model/endpoint.ts";
import type { ServersState } from "#core/model/session.ts";
import type { RunAnswer } from "#protocol/lsp.ts";

import type { RunSummary } from "../run-summary.ts";

/** What the two servers do, in few words: `servers running`, `Rust server starting, Python server stopped`. */
export function serversText(servers: ServersState): string {
  const { python, rust } = servers;
  if (python === rust) return `servers ${rust}`;
  return SIDES.map((side) => `${SIDE_NAMES[side]} server ${servers[side]}`).join(", ");
}

/** `Rust server`, `servers` */
export function serverNames(sides: readonly Side[]): string {
  const [side, other] = sides;
  return side === undefined || other !== undefined ? "servers" : `${SIDE_NAMES[side]} server`;
}

/** What to say when servers were to be started. `title` is what was asked for. */
export function startSummary(title: string, sides: readonly Side[], { ended: { outcome } }: RunAnswer): RunSummary {
  switch (outcome.kind) {
    case "completed":
      return { kind: "note", text: `The ${serverNames(sides)} ${sides.length === 1 ? "is" : "are"} up` };
    case "cancelled":
      return { kind: "note", text: `${title}: stopped` };
    case "failed":
      return { kind: "error", text: outcome.reason };
  }
}
