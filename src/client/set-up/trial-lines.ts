import type { TrialParams } from "#protocol/lsp.ts";

import { followRun } from "../run-progress.ts";

/** A line about a trial, as a quick pick shows it. */
export interface TrialLine {
  readonly label: string;
  readonly detail?: string;
}

/** Follows a trial: each message in, all lines so far out, the one that is under way last. */
export function followTrial(): (message: TrialParams["message"]) => readonly TrialLine[] {
  const follow = followRun();
  const done: TrialLine[] = [];
  let current: TrialLine | undefined;
  return (message) => {
    if (message.kind === "result") {
      const [line = "", ...below] = message.text.trimEnd().split("\n");
      const icon = message.result.failure === undefined ? "pass" : "error";
      const detail = below.map((each) => each.trim()).join(" ");
      done.push({ label: `$(${icon}) ${line.replace(/^\S+ /, "")}`, ...(detail !== "" && { detail }) });
      current = undefined;
    } else {
      const step = message.event.kind === "preparing" ? follow(message.event) : undefined;
      if (step !== undefined) current = { label: `$(loading~spin) ${step.message}` };
    }
    return current === undefined ? [...done] : [...done, current];
  };
}
