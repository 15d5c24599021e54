import type { Status } from "#core/model/ledger.ts";

/** A codicon and the theme colour it is drawn in; every status has a shape of its own, so that colour is never needed to tell them apart. */
export interface StatusIcon {
  readonly codicon: string;
  readonly color?: string;
}

export const STATUS_ICONS: Readonly<Record<Status, StatusIcon>> = {
  kept: { codicon: "pinned", color: "testing.iconSkipped" },
  "not-comparable": { codicon: "circle-slash", color: "testing.iconSkipped" },
  unported: { codicon: "circle-large-outline", color: "testing.iconUnset" },
  "rust-only": { codicon: "diff-added", color: "testing.iconUnset" },
  "contract-only": { codicon: "file-code", color: "testing.iconUnset" },
  stub: { codicon: "tools", color: "testing.iconQueued" },
  "no-cases": { codicon: "edit", color: "testing.iconQueued" },
  ported: { codicon: "question", color: "testing.iconQueued" },
  stale: { codicon: "history", color: "testing.iconUnset" },
  verified: { codicon: "pass", color: "portolan.verified" },
  differs: { codicon: "diff", color: "portolan.differs" },
  failed: { codicon: "warning", color: "portolan.failed" },
};

export const RUNNING_ICON: StatusIcon = { codicon: "loading~spin" };
