import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { CaseResult } from "#core/model/run/verdict.ts";
import { Icon } from "./icon.tsx";
import { VERDICT_WORDS } from "./words.ts";

interface CaseListProps {
  readonly results: readonly CaseResult[];
  /** The id of the chosen case. */
  readonly chosen: string;
  readonly choose: (caseId: string) => void;
  /** What stands below the list. */
  readonly notReached: JSX.Element;
}

/** The cases as a listbox: the arrows, Home and End choose; https://www.w3.org/WAI/ARIA/apg/patterns/listbox/ */
export function CaseList({ results, chosen, choose, notReached }: CaseListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const at = results.findIndex((result) => result.case.id === chosen);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextIndex(event.key, at, results.length);
    const result = next === undefined ? undefined : results[next];
    if (result === undefined) return;
    event.preventDefault();
    choose(result.case.id);
  };
  return (
    <nav class="cases" aria-label="Cases">
      <ul
        ref={list}
        role="listbox"
        aria-label="Cases"
        aria-activedescendant={optionId(at)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {results.map((result, index) => (
          <CaseOption
            key={result.case.id}
            id={optionId(index)}
            result={result}
            isChosen={index === at}
            choose={choose}
          />
        ))}
      </ul>
      {notReached}
    </nav>
  );
}

interface CaseOptionProps {
  readonly id: string;
  readonly result: CaseResult;
  readonly isChosen: boolean;
  readonly choose: (caseId: string) => void;
}

function CaseOption({ id, result, isChosen, choose }: CaseOptionProps): JSX.Element {
  const { icon, word } = VERDICT_WORDS[result.verdict];
  const expected = result.case.expect?.join(" or ");
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      title={result.case.name}
      onClick={() => {
        choose(result.case.id);
      }}
    >
      <span class={`mark-${result.verdict}`}>
        <Icon name={icon} />
      </span>
      <span class="hidden">{word}: </span>
      <span class="case-name">{result.case.name}</span>
      {expected !== undefined && (
        <span class="badge" title={`Python is expected to answer ${expected}`}>
          {expected}
        </span>
      )}
    </li>
  );
}

function optionId(index: number): string {
  return `case-${index}`;
}

function nextIndex(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
