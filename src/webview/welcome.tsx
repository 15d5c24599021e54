import type { JSX } from "preact";

import type { PanelRequest, PanelState } from "#protocol/webview.ts";

interface WelcomeProps {
  readonly state: PanelState;
  readonly send: (request: PanelRequest) => void;
}

/** What stands where there are no results: why, and the way to get them. */
export function Welcome({ state, send }: WelcomeProps): JSX.Element {
  if (state.isRunning) {
    return <p class="welcome">Running. Both servers get the same requests on the same database seed.</p>;
  }
  return (
    <div class="welcome">
      <p>{whyEmpty(state)}</p>
      <button
        type="button"
        class="primary"
        onClick={() => {
          send({ kind: "run" });
        }}
      >
        Run Parity
      </button>
    </div>
  );
}

function whyEmpty({ verdict }: PanelState): string {
  if (verdict === undefined) return "No results yet. Run parity to compare what the two servers answer.";
  if (verdict.verdict === "failed" && verdict.reason !== undefined) return verdict.reason;
  return "The answers of the last run are not kept. Run parity again to see them.";
}
