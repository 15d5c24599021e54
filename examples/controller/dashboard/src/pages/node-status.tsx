import type { Schemas } from "../api/client.ts";

type NodeStatus = Schemas["NodeStatus"];

/** All that a node can be, the good one first. */
export const STATUSES = ["online", "maintenance", "offline"] as const satisfies readonly NodeStatus[];

/** The status in words, with a dot for the eye. */
export function StatusMark({ status }: { readonly status: NodeStatus }) {
  return (
    <span class="mark">
      <span class={`dot ${status}`} aria-hidden="true" /> {status}
    </span>
  );
}
