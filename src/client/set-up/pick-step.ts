import * as vscode from "vscode";

/** The answer of a step whose user went back. */
export const BACK = Symbol("back");

/** A line of a step; one without a value only tells something. */
export interface StepItem<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

/** One of several steps. */
export interface Step<T> {
  readonly title: string;
  /** From one. */
  readonly step: number;
  readonly totalSteps: number;
  readonly placeholder: string;
  readonly items: readonly StepItem<T>[];
  /** What was chosen here before. */
  readonly chosen?: T;
}

/** A quick pick of a step, with the way back where it is not the first. */
export function createStep<T>({
  title,
  step,
  totalSteps,
  placeholder,
  items,
  chosen,
}: Step<T>): vscode.QuickPick<StepItem<T>> {
  const pick = vscode.window.createQuickPick<StepItem<T>>();
  pick.title = title;
  pick.step = step;
  pick.totalSteps = totalSteps;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  pick.items = items;
  pick.activeItems = items.filter(({ value }) => value !== undefined && value === chosen);
  return pick;
}

/** Shows a step until a line with a value is chosen; undefined where the user has left. */
export async function answerOf<T>(pick: vscode.QuickPick<StepItem<T>>): Promise<T | typeof BACK | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | typeof BACK | undefined>();
  const listening = vscode.Disposable.from(
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value !== undefined) resolve(value);
    }),
    pick.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve(BACK);
    }),
    pick.onDidHide(() => resolve(undefined)),
  );
  pick.show();
  try {
    return await promise;
  } finally {
    listening.dispose();
    pick.dispose();
  }
}
