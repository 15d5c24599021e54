import type { ServersState } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import { percentText, progressText } from "#protocol/progress-text.ts";
import { currentProgress } from "./tree/progress.ts";

/** What the status bar says; `spoken` is for screen readers and the tooltip. */
export interface StatusText {
  readonly text: string;
  readonly spoken: string;
}

const SERVERS: Readonly<Record<ServersState, { readonly icon: string; readonly text: string }>> = {
  stopped: { icon: "", text: "servers stopped" },
  starting: { icon: " $(loading~spin)", text: "servers starting" },
  running: { icon: " $(vm-running)", text: "servers running" },
};

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
    text: `$(compass) ${which}${milestone ?? "parity"} ${percentText(progress)}${SERVERS[servers].icon}`,
    spoken: `Portolan: ${which}${what}, ${progressText(progress)}, ${SERVERS[servers].text}`,
  };
}
