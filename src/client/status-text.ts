import type { ServersState } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import { percentText, progressText } from "#protocol/progress-text.ts";
import { serversText } from "./servers/servers-text.ts";
import { currentProgress } from "./tree/progress.ts";

/** What the status bar says; `spoken` is for screen readers and the tooltip. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
}

/** The icon of what the two servers do: one that starts comes before one that is up. */
function serversIcon({ python, rust }: ServersState): string {
  if ([python, rust].includes("starting")) return " $(loading~spin)";
  return [python, rust].includes("running") ? " $(vm-running)" : "";
}

/** Percent of the first unfinished milestone, and whether the two servers are up; of which project, where there are others. */
export function statusText({ name, ledger, servers, isBroken }: ProjectView, hasOthers: boolean): StatusText {
  const which = hasOthers ? `${name}: ` : "";
  if (isBroken) {
    return {
      text: `$(compass) ${which}$(error) portolan.yaml`,
      spoken: `Portolan: the project file of ${name} cannot be used`,
    };
  }
  const { milestone, progress } = currentProgress(ledger);
  const what = milestone === undefined ? "all endpoints" : `milestone ${milestone}`;
  return {
    text: `$(compass) ${which}${milestone ?? "parity"} ${percentText(progress)}${serversIcon(servers)}`,
    spoken: `Portolan: ${which}${what}, ${progressText(progress)}, ${serversText(servers)}`,
  };
}
