import type { LedgerRow } from "#core/model/ledger.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Scenario } from "#core/model/run/scenario.ts";
import type { ChosenScenario, ChosenStep } from "#core/parity/run/run-scenario.ts";
import { whyNotRun } from "#core/session/selection/why-not-run.ts";

/**
 * The scenarios that have a step that was chosen, each up to its last such step. Steps of other endpoints
 * are sent for what the chosen ones need of them. A step that cannot be run ends its scenario.
 */
export function chooseScenarios(
  scenarios: readonly Scenario[],
  { rows, isChosen }: { readonly rows: readonly LedgerRow[]; readonly isChosen: (given: Case) => boolean },
): readonly ChosenScenario[] {
  const whyByEndpoint = new Map(
    rows.flatMap(({ key, method, path, status }) => {
      const why = whyNotRun(status);
      return why === undefined ? [] : [[key, `\`${method} ${path}\` is not run, because ${why}`] as const];
    }),
  );
  const chosenStep = (given: Case, isCompared: boolean): ChosenStep => {
    const why = whyByEndpoint.get(given.endpoint);
    if (why !== undefined) return { kind: "not-sent", given, why };
    return { kind: isCompared ? "compared" : "set-up", given };
  };
  return scenarios.flatMap(({ name, setUp, steps }) => {
    const all = [
      ...setUp.map((given) => chosenStep(given, false)),
      ...steps.map((given) => chosenStep(given, isChosen(given))),
    ];
    const last = all.findLastIndex(({ kind }) => kind === "compared");
    return last < 0 ? [] : [{ name, steps: all.slice(0, last + 1) }];
  });
}
