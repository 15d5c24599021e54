import type { JSX, RefObject } from "preact";
import { useEffect } from "preact/hooks";

import { Icon, type IconName } from "../icon.tsx";

/** The id of the first row, which is no endpoint. */
export const OVERVIEW = "";

/** A row of the list. One without an id is shown and cannot be chosen. */
export interface ReportRow {
  readonly id?: string;
  readonly icon: IconName;
  /** The class that colours the icon. */
  readonly mark: string;
  /** The verdict in a word. */
  readonly word: string;
  readonly name: string;
  readonly count: string;
}

interface ReportListProps {
  readonly list: RefObject<HTMLUListElement>;
  readonly rows: readonly ReportRow[];
  readonly chosen: string;
  readonly choose: (id: string) => void;
}

/** The endpoints as a listbox: the arrows, Home and End choose; https://www.w3.org/WAI/ARIA/apg/patterns/listbox/ */
export function ReportList({ list, rows, chosen, choose }: ReportListProps): JSX.Element {
  const at = rows.findIndex((row) => row.id === chosen);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [list, at]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const choosable = rows.flatMap(({ id }) => (id === undefined ? [] : [id]));
    const next = nextOf(choosable, choosable.indexOf(chosen), event.key);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  return (
    <nav class="report-list" aria-label="Endpoints">
      <ul
        ref={list}
        role="listbox"
        aria-label="Endpoints"
        {...(at >= 0 && { "aria-activedescendant": `endpoint-${at}` })}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {rows.map((row, index) => (
          <li
            key={row.name}
            id={`endpoint-${index}`}
            role="option"
            aria-selected={index === at}
            aria-disabled={row.id === undefined}
            title={row.name}
            onClick={() => {
              if (row.id !== undefined) choose(row.id);
            }}
          >
            <span class={row.mark}>
              <Icon name={row.icon} />
            </span>
            {row.word !== "" && <span class="hidden">{row.word}: </span>}
            <span class="case-name">{row.name}</span>
            {row.count !== "" && <span class="quiet">{row.count}</span>}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function nextOf(ids: readonly string[], at: number, key: string): string | undefined {
  switch (key) {
    case "ArrowDown":
      return ids[Math.min(at + 1, ids.length - 1)];
    case "ArrowUp":
      return ids[Math.max(at - 1, 0)];
    case "Home":
      return ids[0];
    case "End":
      return ids.at(-1);
    default:
      return undefined;
  }
}
