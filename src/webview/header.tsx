import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";
import type { PanelRequest, PanelState } from "#protocol/webview.ts";
import { Icon } from "./icon.tsx";
import { VERDICT_WORDS, ageText, counted } from "./words.ts";

interface HeaderProps {
  readonly state: PanelState;
  readonly result: CaseResult | undefined;
  readonly send: (request: PanelRequest) => void;
}

/** The endpoint, its verdict and what can be done with it. */
export function Header({ state, result, send }: HeaderProps): JSX.Element {
  const method = state.endpoint.slice(0, state.endpoint.indexOf(" "));
  return (
    <header class="header">
      <h1>
        <span class="method">{method}</span> {state.path}
      </h1>
      <VerdictLine verdict={state.verdict} />
      <div class="actions" role="toolbar" aria-label="Actions" onKeyDown={moveFocus}>
        {(result !== undefined || state.isRunning) && (
          <button
            type="button"
            disabled={state.isRunning}
            onClick={() => {
              send({ kind: "run" });
            }}
          >
            <Icon name={state.isRunning ? "loading" : "refresh"} />
            {state.isRunning ? "Running" : "Run again"}
          </button>
        )}
        {SIDES.filter((side) => state.handlers.includes(side)).map((side) => (
          <button
            key={side}
            type="button"
            onClick={() => {
              send({ kind: "go-to-handler", side });
            }}
          >
            <Icon name="go-to-file" />
            {SIDE_NAMES[side]} handler
          </button>
        ))}
        {result && (
          <button
            type="button"
            onClick={() => {
              send({ kind: "copy-as-curl", caseId: result.case.id });
            }}
          >
            <Icon name="copy" />
            Copy as curl
          </button>
        )}
      </div>
    </header>
  );
}

/** What came out, and how long ago. */
export function VerdictLine({ verdict }: { readonly verdict: EndpointVerdict | undefined }): JSX.Element {
  return (
    <p class="verdict-line">
      <span class="verdict" role="status">
        {verdict ? <VerdictWords verdict={verdict} /> : "Not compared yet"}
      </span>
      {verdict && <Age at={verdict.at} />}
    </p>
  );
}

function VerdictWords({ verdict }: { readonly verdict: EndpointVerdict }): JSX.Element {
  const { icon, word } = VERDICT_WORDS[verdict.verdict];
  return (
    <>
      <span class={`mark-${verdict.verdict}`}>
        <Icon name={icon} />
      </span>
      <strong>{word}</strong>
      <span>
        {verdict.matched} of {counted(verdict.cases, "case")} {verdict.cases === 1 ? "matches" : "match"}
      </span>
    </>
  );
}

const REFRESH_MS = 15_000;

function Age({ at }: { readonly at: string }): JSX.Element {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const refresh = (): void => {
      setNow(Date.now());
    };
    refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [at]);
  return (
    <time class="quiet" dateTime={at} title={new Date(at).toLocaleString()}>
      {ageText(at, now)}
    </time>
  );
}

/** Left and right go from button to button, as in every toolbar of VS Code. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
