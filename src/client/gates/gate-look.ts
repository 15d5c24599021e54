import type { GateState } from "#core/model/gates/gate.ts";
import { ageText } from "#protocol/verdict-text.ts";

import { RUNNING_ICON, STATUS_ICONS, type StatusIcon } from "../tree/status-icons.ts";

/** How a gate stands, in words and as an icon: what it came to last, and when. */
export function gateLook(
  { whyNot, last }: GateState,
  isRunning: boolean,
  nowMs: number,
): { readonly text: string; readonly icon: StatusIcon } {
  if (isRunning) return { text: "running…", icon: RUNNING_ICON };
  if (last === undefined || last.result.outcome.kind === "not-run") {
    return whyNot === undefined
      ? { text: "never run", icon: STATUS_ICONS.ported }
      : { text: "not set up", icon: STATUS_ICONS["not-comparable"] };
  }
  const age = ageText(last.at, nowMs);
  if (last.result.outcome.kind === "passed") return { text: `passed · ${age}`, icon: STATUS_ICONS.verified };
  const errors = last.result.findings.filter(({ severity }) => severity === "error").length;
  return { text: `${errors} ${errors === 1 ? "finding" : "findings"} · ${age}`, icon: STATUS_ICONS.failed };
}
