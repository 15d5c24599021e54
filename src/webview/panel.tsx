import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { CaseResult } from "#core/model/run/verdict.ts";
import type { PanelMemory, PanelState } from "#protocol/webview.ts";
import { CaseList } from "./case-list.tsx";
import { CaseView } from "./case-view.tsx";
import type { Editor } from "./editor.ts";
import { Header } from "./header.tsx";
import { NotReached, type UnreachedStep } from "./not-reached.tsx";
import { Welcome } from "./welcome.tsx";

/** The whole page: one endpoint, its cases, and the chosen case. */
export function Panel({ editor }: { readonly editor: Editor }): JSX.Element {
  const [state, setState] = useState<PanelState>();
  const [chosen, setChosen] = useState<PanelMemory | undefined>(editor.memory);
  useEffect(() => {
    const stop = editor.onShow(setState);
    editor.send({ kind: "ready" });
    return stop;
  }, [editor]);

  const result = state && chosenResult(state, chosen);
  const project = state?.project;
  const endpoint = state?.endpoint;
  const caseId = result?.case.id;
  useEffect(() => {
    if (project === undefined || endpoint === undefined) return;
    editor.remember({ project, endpoint, ...(caseId !== undefined && { caseId }) });
  }, [editor, project, endpoint, caseId]);

  // Before the first message there is nothing true to show; it takes a frame or two.
  if (state === undefined) return <div class="panel" aria-busy="true" />;
  const choose = (id: string): void => {
    setChosen({ project: state.project, endpoint: state.endpoint, caseId: id });
  };
  return (
    <div class="panel" aria-busy={state.isRunning}>
      {state.isRunning && <div class="progress" role="progressbar" aria-label="Parity is running" />}
      <Header state={state} result={result} send={editor.send} />
      {result === undefined ? (
        <>
          <Welcome state={state} send={editor.send} />
          <NotReached steps={stepsOf(state)} />
        </>
      ) : (
        <div class="columns">
          <CaseList
            results={state.results}
            chosen={result.case.id}
            choose={choose}
            notReached={<NotReached steps={stepsOf(state)} />}
          />
          <CaseView
            key={`${state.endpoint} ${result.case.id}`}
            result={result}
            causes={state.causes}
            send={editor.send}
          />
        </div>
      )}
    </div>
  );
}

function stepsOf({ notReached }: PanelState): readonly UnreachedStep[] {
  return notReached.map(({ case: { name }, reason }) => ({ name, reason }));
}

/** The case that was chosen, while the endpoint still has it; else the first that needs a look. */
function chosenResult(state: PanelState, chosen: PanelMemory | undefined): CaseResult | undefined {
  const isSameEndpoint = chosen?.project === state.project && chosen.endpoint === state.endpoint;
  return (
    (isSameEndpoint ? state.results.find((result) => result.case.id === chosen.caseId) : undefined) ??
    state.results.find((result) => result.verdict === "differs") ??
    state.results.find((result) => result.verdict === "failed") ??
    state.results[0]
  );
}
