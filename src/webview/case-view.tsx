import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { placeText } from "#core/model/place.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { ClusterRecord } from "#core/model/run/run-record.ts";
import type { PanelRequest } from "#protocol/webview.ts";
import { AnswerTable } from "./answer-table.tsx";
import { BodyView } from "./body-view.tsx";
import { CauseList, causesOf } from "./cause-list.tsx";
import { Icon } from "./icon.tsx";
import { layOutBodies, layOutEffects } from "./layout/lay-out-bodies.ts";
import type { Row } from "./layout/row.ts";
import { RequestSummary } from "./request-summary.tsx";
import { whereText } from "./value-pair.tsx";
import { counted } from "./words.ts";

interface CaseViewProps {
  readonly result: CaseResult;
  /** What is behind the differences of the endpoint, or of the whole run. */
  readonly causes: readonly ClusterRecord[];
  /** The difference to begin with, by its index. */
  readonly first?: number;
  /** Absent where there is no editor to ask. */
  readonly send?: (request: PanelRequest) => void;
}

/** One case: what was asked, what differs, what the two sides answered. */
export function CaseView({ result, causes, first, send }: CaseViewProps): JSX.Element {
  const scroller = useRef<HTMLElement>(null);
  const [reveal, setReveal] = useState(first === undefined ? undefined : { difference: first });
  const bodies = useMemo(() => layOutBodies(result), [result]);
  const effects = useMemo(() => layOutEffects(result), [result]);
  // As the list has them, so that its first is the first of all.
  const order = useMemo(() => {
    const listed = new Set(causesOf(result, causes).flatMap(({ members }) => members));
    return [...listed, ...[...result.differences.keys()].filter((index) => !listed.has(index))];
  }, [causes, result]);
  const step = (by: 1 | -1): void => {
    const at = reveal ? order.indexOf(reveal.difference) : -1;
    const difference = order[at < 0 && by < 0 ? order.length - 1 : (at + by + order.length) % order.length];
    if (difference !== undefined) setReveal({ difference });
  };
  useF7(step);

  return (
    <main class="case" ref={scroller} aria-label={result.case.name}>
      <div class="case-content">
        <RequestSummary result={result} />
        {result.reason !== undefined && (
          <p class="reason">
            <span class="mark-failed">
              <Icon name="warning" />
            </span>
            <span>
              {result.reason}
              {send !== undefined && result.verdict === "failed" && (
                <>
                  {" "}
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      send({ kind: "go-to-case", caseId: result.case.id });
                    }}
                  >
                    <Icon name="go-to-file" />
                    Go to the case
                  </button>
                </>
              )}
            </span>
          </p>
        )}
        {result.crashes?.map((crash) => (
          <details key={crash.side} class="crash">
            <summary>
              {SIDE_NAMES[crash.side]} crashed
              {crash.place !== undefined && (
                <>
                  {" at "}
                  <code>{placeText(crash.place)}</code>
                </>
              )}
              : <code>{crash.message}</code>
            </summary>
            {send !== undefined && crash.place !== undefined && (
              <button
                type="button"
                class="link"
                onClick={() => {
                  send({ kind: "go-to-crash", caseId: result.case.id, side: crash.side });
                }}
              >
                <Icon name="go-to-file" />
                Go to line
              </button>
            )}
            <pre>{crash.text}</pre>
          </details>
        ))}
        {result.verdict === "match" && (
          <p class="reason">
            <span class="mark-match">
              <Icon name="pass" />
            </span>
            {`Both sides gave the same answer${result.effects === undefined ? "" : " and left the same rows"}${result.differences.length === 0 ? "" : ", but for cosmetic differences"}.`}
          </p>
        )}
        {result.differences.length > 0 && (
          <CauseList
            result={result}
            causes={causes}
            current={reveal?.difference}
            show={(difference) => {
              setReveal({ difference });
            }}
            {...(send !== undefined && { send })}
          />
        )}
        <AnswerTable result={result} reveal={reveal} />
        {bodies.length === 0 && <p class="quiet">{whyNoBody(result)}</p>}
        {excerptText(result) !== undefined && <p class="quiet excerpt">{excerptText(result)}</p>}
        {[
          { title: "Body", label: "Bodies", rows: bodies },
          { title: "Effect on the database", label: "Effects on the database", rows: effects },
        ].map(
          (section) =>
            section.rows.length > 0 && (
              <BodyView
                key={section.title}
                {...section}
                differences={result.differences}
                reveal={reveal}
                scroller={scroller}
              >
                {/* A part of the answers in which all is equal would only count what stands elsewhere. */}
                {order.length > 0 && (hasDifferences(section.rows) || ![bodies, effects].some(hasDifferences)) && (
                  <DifferenceSteps
                    at={reveal && order.indexOf(reveal.difference)}
                    difference={reveal && result.differences[reveal.difference]}
                    count={order.length}
                    step={step}
                  />
                )}
              </BodyView>
            ),
        )}
        <p class="quiet coverage">{coverageText(result)}</p>
      </div>
    </main>
  );
}

/** Where there was no room, a run of an earlier window has left only what came out. */
function whyNoBody({ exchanges, verdict }: CaseResult): string {
  const isKept = exchanges.python !== undefined || exchanges.rust !== undefined;
  return isKept || verdict === "failed" ? "There is no body." : "The answers were not kept; run again to see them.";
}

/** Says that of long bodies only parts are here. */
function excerptText({ exchanges }: CaseResult): string | undefined {
  const lengths = SIDES.flatMap((side) => {
    const outcome = exchanges[side]?.outcome;
    const body = outcome?.kind === "answer" && outcome.body.kind === "text" ? outcome.body : undefined;
    return body?.characters === undefined ? [] : [`${SIDE_NAMES[side]}'s has ${body.characters.toLocaleString("en")}`];
  });
  if (lengths.length === 0) return undefined;
  return `The bodies are too long to be kept whole (${lengths.join(", ")} characters): the first places that differ are shown, with what stands around them.`;
}

function hasDifferences(rows: readonly Row[]): boolean {
  return rows.some((row) => row.differences.length > 0);
}

interface DifferenceStepsProps {
  readonly at: number | undefined;
  readonly difference: Difference | undefined;
  readonly count: number;
  readonly step: (by: 1 | -1) => void;
}

/** Which difference is looked at, and the way to its neighbours. */
function DifferenceSteps({ at, difference, count, step }: DifferenceStepsProps): JSX.Element {
  return (
    <>
      {difference && <span class="pointer current-pointer">{whereText(difference)}</span>}
      <span class="quiet">{at === undefined ? counted(count, "difference") : `${at + 1} of ${count}`}</span>
      <button
        type="button"
        class="link"
        aria-label="Previous difference"
        title="Previous difference (Shift+F7)"
        onClick={() => {
          step(-1);
        }}
      >
        <Icon name="arrow-up" />
      </button>
      <button
        type="button"
        class="link"
        aria-label="Next difference"
        title="Next difference (F7)"
        onClick={() => {
          step(1);
        }}
      >
        <Icon name="arrow-down" />
      </button>
    </>
  );
}

/** The keys of VS Code's own diff editor: F7 and Shift+F7 go from one difference to the next and back, and start over at the end. */
function useF7(step: (by: 1 | -1) => void): void {
  // Before the next key can come: an effect after the paint would still step from the difference before.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== "F7" || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    };
    addEventListener("keydown", onKeyDown);
    return () => {
      removeEventListener("keydown", onKeyDown);
    };
  }, [step]);
}

function coverageText({ coverage }: CaseResult): string {
  const all = coverage.compared + coverage.ignored + coverage.loosened;
  const ignored = coverage.ignored > 0 ? `, ${coverage.ignored} ignored by a rule` : "";
  const loosened = coverage.loosened > 0 ? `, ${coverage.loosened} compared more loosely` : "";
  return `${coverage.compared} of ${counted(all, "value")} compared${ignored}${loosened}.`;
}
