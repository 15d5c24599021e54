import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Difference } from "#core/model/run/difference.ts";
import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { ClusterRecord } from "#core/model/run/run-record.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { PanelRequest } from "#protocol/webview.ts";
import { CauseHead, wordOf } from "./cause-head.tsx";
import { Icon } from "./icon.tsx";
import { ValuePair, whereText } from "./value-pair.tsx";
import { counted } from "./words.ts";

interface CauseListProps {
  readonly result: CaseResult;
  /** Those of the endpoint, or of the whole run. */
  readonly causes: readonly ClusterRecord[];
  /** Index of the difference that is looked at. */
  readonly current: number | undefined;
  readonly show: (difference: number) => void;
  /** Absent where there is no editor to ask: the fields' places are shown as text. */
  readonly send?: (request: PanelRequest) => void;
}

/** The causes of what differs in a case. Up and down go from one difference to the next; Enter shows it in the answers; right goes on to its fields. */
export function CauseList({ result, causes, current, show, send }: CauseListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);
  const own = causesOf(result, causes);
  return (
    <section class="differences" aria-label="Differences">
      <h2>
        {counted(own.length, "cause")} of {counted(result.differences.length, "difference")}
        <span class="quiet keys">F7 next, Shift+F7 previous{send !== undefined && ", → fields"}</span>
      </h2>
      <div class="difference-groups" ref={list} onKeyDown={moveFocus}>
        {own.map(({ cause, index, members }) => (
          <CauseItem
            key={index}
            cause={cause}
            index={index}
            result={result}
            members={members}
            current={current}
            show={show}
            {...(send !== undefined && { send })}
          />
        ))}
      </div>
    </section>
  );
}

/** The causes that a case has a part in, each with its place among all causes and the indexes of the case's differences, followers last. */
export function causesOf(
  { case: { id, endpoint } }: CaseResult,
  causes: readonly ClusterRecord[],
): readonly { readonly cause: ClusterRecord; readonly index: number; readonly members: readonly number[] }[] {
  return causes.flatMap((cause, index) => {
    const own = cause.members.find((each) => each.case === id && each.endpoint === endpoint);
    return own === undefined ? [] : [{ cause, index, members: [...own.differences, ...(own.followers ?? [])] }];
  });
}

interface CauseItemProps extends Omit<CauseListProps, "causes"> {
  readonly cause: ClusterRecord;
  /** Among the causes. */
  readonly index: number;
  /** Indexes of the differences of this case, followers last. */
  readonly members: readonly number[];
}

/** So many places of a cause are shown before they are asked for. */
const FIRST = 3;

function CauseItem({ cause, index, result, members, current, show, send }: CauseItemProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const isBeyond = current !== undefined && members.indexOf(current) >= FIRST;
  const shown = isOpen || isBeyond ? members : members.slice(0, FIRST);
  const elsewhere = cause.cases - 1;
  return (
    <section class="cause-group" aria-label={`${wordOf(cause)} ${cause.paths.join(", ")}`.trim()}>
      <CauseHead cause={cause}>
        {elsewhere > 0 && `, this one and ${counted(elsewhere, "other")}`}
        {send !== undefined && cause.severity !== "cosmetic" && (
          <button
            type="button"
            class="link"
            onClick={() => {
              send({ kind: "ignore-cause", cause: index });
            }}
          >
            <Icon name="eye-closed" />
            Ignore with reason…
          </button>
        )}
      </CauseHead>
      <ul>
        {shown.map((at) => {
          const difference = result.differences[at];
          return (
            difference && (
              <DifferenceItem
                key={at}
                difference={difference}
                isCurrent={at === current}
                show={() => {
                  show(at);
                }}
                {...(send !== undefined && {
                  goTo: (side) => {
                    send({ kind: "go-to-difference", caseId: result.case.id, difference: at, side });
                  },
                })}
              />
            )
          );
        })}
      </ul>
      {shown.length < members.length && (
        <button
          type="button"
          class="link"
          onClick={() => {
            setOpen(true);
          }}
        >
          Show {counted(members.length - shown.length, "more place")}
        </button>
      )}
    </section>
  );
}

interface DifferenceItemProps {
  readonly difference: Difference;
  readonly isCurrent: boolean;
  readonly show: () => void;
  readonly goTo?: (side: (typeof SIDES)[number]) => void;
}

function DifferenceItem({ difference, isCurrent, show, goTo }: DifferenceItemProps): JSX.Element {
  return (
    <li class="difference" aria-current={isCurrent}>
      <button type="button" class="difference-main" onClick={show}>
        <span class="pointer">{whereText(difference)}</span>
        {difference.row !== undefined && <code class="quiet">{difference.row}</code>}
        <ValuePair values={difference.values} />
      </button>
      <div class="difference-links">
        {SIDES.map((side) => {
          const place = difference.places?.[side];
          if (place === undefined) return null;
          if (goTo === undefined)
            return (
              <p key={side} class="quiet">
                {SIDE_NAMES[side]} field <code>{placeText(place)}</code>
              </p>
            );
          return (
            <button
              key={side}
              type="button"
              class="link"
              onClick={() => {
                goTo(side);
              }}
            >
              <Icon name="symbol-field" />
              {difference.hint?.code === "crash" ? `Go to ${SIDE_NAMES[side]} line` : `Go to ${SIDE_NAMES[side]} field`}
            </button>
          );
        })}
      </div>
    </li>
  );
}

/** Up and down go from difference to difference, right and left to a difference's links to the fields that wrote it, and back. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const [step, within] = STEPS_OF_KEYS[event.key] ?? [0, "list"];
  const focused = document.activeElement;
  if (step === 0 || !focused) return;
  const scope = within === "list" ? event.currentTarget : focused.closest(".difference");
  const items = [...(scope?.querySelectorAll<HTMLElement>(within === "list" ? ".difference-main" : "button") ?? [])];
  const at = items.findIndex((item) => (within === "list" ? item.parentElement?.contains(focused) : item === focused));
  items[at + step]?.focus();
  event.preventDefault();
}

const STEPS_OF_KEYS: Readonly<Record<string, readonly [step: 1 | -1, within: "list" | "difference"]>> = {
  ArrowDown: [1, "list"],
  ArrowUp: [-1, "list"],
  ArrowRight: [1, "difference"],
  ArrowLeft: [-1, "difference"],
};
