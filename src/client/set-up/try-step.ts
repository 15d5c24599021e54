import type * as vscode from "vscode";

import type { TrySetUpAnswer, TrySetUpParams } from "#protocol/lsp.ts";

import { type BACK, answerOf, createStep, type Step, type StepItem } from "./pick-step.ts";
import type { SetUpEnd, SetUpParts } from "./set-up-parts.ts";
import { followTrial, type TrialLine } from "./trial-lines.ts";

type TryEnd = SetUpEnd | "again";

/** Tries a project file and tells line by line how it goes; then what is to come of it is chosen. Leaving ends the trial. */
export async function tryStep(
  step: Pick<Step<TryEnd>, "title" | "step" | "totalSteps">,
  tried: Pick<TrySetUpParams, "folder" | "text">,
  { connection, outputs, log }: SetUpParts,
): Promise<TryEnd | typeof BACK | undefined> {
  const runId = crypto.randomUUID();
  const pick = createStep<TryEnd>({ ...step, placeholder: "Trying both servers…", items: [] });
  pick.busy = true;
  const follow = followTrial();
  let lines: readonly TrialLine[] = [];
  let hasLeft = false;
  const listening = connection.onTrial(({ runId: id, message }) => {
    if (id !== runId || hasLeft) return;
    if (message.kind === "event" && message.event.kind === "output")
      outputs.write(message.event.side, message.event.text);
    if (message.kind === "result") log.info(message.text.trimEnd());
    lines = follow(message);
    pick.items = lines;
  });
  const run = async (): Promise<void> => {
    try {
      const answer = await connection.trySetUp({ ...tried, runId });
      if (!hasLeft) showEnd(pick, lines, answer);
    } finally {
      listening.dispose();
    }
  };
  const trial = run();
  const chosen = await answerOf(pick);
  hasLeft = true;
  // It has ended where something was chosen.
  await connection.cancelRun(runId);
  await trial;
  return chosen;
}

function showEnd(
  pick: vscode.QuickPick<StepItem<TryEnd>>,
  lines: readonly TrialLine[],
  { results, failure }: TrySetUpAnswer,
): void {
  const all = [...results.map((each) => each.failure), ...(failure === undefined ? [] : [failure])];
  const failed = all.filter((each) => each !== undefined).length;
  pick.busy = false;
  pick.placeholder =
    failed === 0
      ? "It works: both servers start, and use the database that Portolan made"
      : `${failed} of ${all.length} steps did not work`;
  const ends: readonly StepItem<TryEnd>[] =
    failed === 0
      ? [
          { label: "$(play) Write portolan.yaml and Compare a First Endpoint", value: "write-and-compare" },
          { label: "$(new-file) Write portolan.yaml", value: "write" },
        ]
      : [
          { label: "$(new-file) Write portolan.yaml and Mend It There", value: "write" },
          { label: "$(debug-rerun) Try Again", value: "again" },
        ];
  const broken = failure === undefined ? [] : [{ label: `$(error) ${failure}` }];
  pick.items = [...lines, ...broken, ...ends];
  pick.activeItems = ends.slice(0, 1);
}
