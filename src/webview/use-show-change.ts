import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Reveal } from "./reveal.ts";

/** Pixels that stay free beside what is brought into view. */
const ROOM = 16;

/** Brings the changed part of the current row into view sideways, once for each time that it is asked for. */
export function useShowChange(
  reveal: Reveal | undefined,
  firstVisible: number,
  list: RefObject<HTMLElement>,
  bar: RefObject<HTMLElement>,
): void {
  const shown = useRef<Reveal>();
  useEffect(() => {
    const row = list.current?.querySelector(".row.current");
    // The row may come onto the page only after the scroll that the same request causes.
    if (!row || bar.current === null || reveal === undefined || reveal === shown.current) return;
    shown.current = reveal;
    const scrolled = bar.current.scrollLeft;
    // No further than it takes, so that the names at the start of the lines stay where there is room for both.
    const beyond = [...row.querySelectorAll(".changed")].map((change) => {
      const text = change.closest(".text")?.getBoundingClientRect();
      return text === undefined ? 0 : change.getBoundingClientRect().right - text.right + ROOM;
    });
    bar.current.scrollLeft = Math.max(0, ...beyond.map((width) => width + scrolled));
  }, [reveal, firstVisible, list, bar]);
}
