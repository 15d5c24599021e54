import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { DIFFERENCE_CLASSES, type Difference, type DifferenceClass } from "#core/model/run/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { PanelRequest } from "#protocol/webview.ts";
import { Icon } from "./icon.tsx";
import { CLASS_WORDS, SIDE_WORDS, counted } from "./words.ts";

interface DifferenceListProps {
  readonly result: CaseResult;
  /** Index of the difference that is looked at. */
  readonly current: number | undefined;
  readonly show: (difference: number) => void;
  /** Absent where there is no editor to ask: the fields' places are shown as text. */
  readonly send?: (request: PanelRequest) => void;
}

/** More are put on the page only when asked for. */
const PAGE = 200;

/** The differences by class. Up and down go from one to the next; Enter shows it in the answers. */
export function DifferenceList({ result, current, show, send }: DifferenceListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(PAGE);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const { differences } = result;
  const groups = DIFFERENCE_CLASSES.flatMap((name) => {
    const indexes = [...differences.keys()].filter((index) => differences[index]?.class === name);
    return indexes.length === 0 ? [] : [{ name, indexes }];
  });
  let room = shown;
  return (
    <section class="differences" aria-label="Differences">
      <h2>
        {counted(differences.length, "difference")}
        <span class="quiet keys">F7 next, Shift+F7 previous</span>
      </h2>
      <div class="difference-groups" ref={list} onKeyDown={moveFocus}>
        {groups.map(({ name, indexes }) => {
          const page = indexes.slice(0, room);
          room -= page.length;
          return (
            page.length > 0 && (
              <DifferenceGroup key={name} name={name} count={indexes.length}>
                {page.map((index) => {
                  const difference = differences[index];
                  return (
                    difference && (
                      <DifferenceItem
                        key={index}
                        difference={difference}
                        isCurrent={index === current}
                        show={() => {
                          show(index);
                        }}
                        {...(send !== undefined && {
                          ignore: () => {
                            send({ kind: "ignore-difference", caseId: result.case.id, difference: index });
                          },
                          goTo: (side) => {
                            send({ kind: "go-to-difference", caseId: result.case.id, difference: index, side });
                          },
                        })}
                      />
                    )
                  );
                })}
              </DifferenceGroup>
            )
          );
        })}
      </div>
      {differences.length > shown && (
        <button
          type="button"
          onClick={() => {
            setShown(shown + PAGE);
          }}
        >
          Show {Math.min(PAGE, differences.length - shown)} more
        </button>
      )}
    </section>
  );
}

interface DifferenceGroupProps {
  readonly name: DifferenceClass;
  readonly count: number;
  readonly children: JSX.Element["props"]["children"];
}

function DifferenceGroup({ name, count, children }: DifferenceGroupProps): JSX.Element {
  return (
    <section aria-label={CLASS_WORDS[name]}>
      <h3>
        {CLASS_WORDS[name]} <span class="badge">{count}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  );
}

interface DifferenceItemProps {
  readonly difference: Difference;
  readonly isCurrent: boolean;
  readonly show: () => void;
  readonly goTo?: (side: Side) => void;
  /** Asks for a rule that lets it pass. */
  readonly ignore?: () => void;
}

function DifferenceItem({ difference, isCurrent, show, goTo, ignore }: DifferenceItemProps): JSX.Element {
  return (
    <li class="difference" aria-current={isCurrent}>
      <button type="button" class="difference-main" onClick={show}>
        <span class="pointer">{whereText(difference)}</span>
        {difference.row !== undefined && <code class="quiet">{difference.row}</code>}
        <span class={`severity severity-${difference.severity}`}>{difference.severity}</span>
        <span class="values">
          {SIDES.map((side) => (
            <span key={side} class={`value ${side}`}>
              <span class="quiet">{SIDE_WORDS[side]} </span>
              <Value text={difference.values[side]} />
            </span>
          ))}
        </span>
      </button>
      <div class="difference-links">
        {SIDES.map((side) => {
          const place = difference.places?.[side];
          if (place === undefined) return null;
          if (goTo === undefined)
            return (
              <p key={side} class="quiet">
                {SIDE_WORDS[side]} field <code>{placeText(place)}</code>
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
              Go to {SIDE_WORDS[side]} field
            </button>
          );
        })}
        {ignore !== undefined && difference.severity !== "cosmetic" && (
          <button type="button" class="link" onClick={ignore}>
            <Icon name="eye-closed" />
            Ignore with reason…
          </button>
        )}
      </div>
      {difference.hint && (
        <p class="hint">
          <Icon name="lightbulb" />
          <Sentence text={difference.hint.text} />
        </p>
      )}
    </li>
  );
}

/** A sentence in which code stands between backticks. */
export function Sentence({ text }: { readonly text: string }): JSX.Element {
  return <span>{text.split("`").map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</span>;
}

/** A value as it was written, or that there is none. */
export function Value({ text }: { readonly text: string | undefined }): JSX.Element {
  return text === undefined ? <em>absent</em> : <code>{text}</code>;
}

/** `/items/0/created_at`; the whole body, the status and a header by name; `database /nodes/inserted/0/name`. */
export function whereText({ part, pointers }: Difference): string {
  if (part === "status") return "status";
  const pointer = pointers.python ?? pointers.rust ?? "";
  const other = pointers.rust !== undefined && pointers.rust !== pointer ? ` → ${pointers.rust}` : "";
  return `${part === "effect" ? "database " : ""}${pointer === "" ? "whole body" : pointer}${other}`;
}

function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(".difference-main")];
  const at = items.findIndex((item) => item.parentElement?.contains(document.activeElement));
  items[at + step]?.focus();
  event.preventDefault();
}
