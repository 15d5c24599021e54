import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

import { itemAt } from "./layout/item-tops.ts";

/** Which items of a long list are near the visible part, and how high a line is, in pixels. */
export interface VisibleItems {
  readonly first: number;
  /** Not included. */
  readonly last: number;
  readonly height: number;
}

/** Items that are kept ready above and below; also the step in which the window moves, so that few scrolls draw. */
const MARGIN = 30;

/**
 * Follows the scrolling of `scroller` over `list`, whose items begin at the lines `tops`, so that only what can be seen
 * need be on the page.
 */
export function useVisibleItems(
  scroller: RefObject<HTMLElement>,
  list: RefObject<HTMLElement>,
  tops: Float64Array,
): VisibleItems {
  const [visible, setVisible] = useState<VisibleItems>({ first: 0, last: MARGIN * 3, height: 18 });
  useLayoutEffect(() => {
    const port = scroller.current;
    const items = list.current;
    if (port === null || items === null) return undefined;
    const measure = (): void => {
      const height = Number.parseFloat(getComputedStyle(items).lineHeight) || 18;
      const top = (port.getBoundingClientRect().top - items.getBoundingClientRect().top) / height;
      const step = (line: number): number => Math.floor(itemAt(tops, line) / MARGIN) * MARGIN;
      const first = Math.max(0, step(top) - MARGIN);
      const last = step(top + port.clientHeight / height) + MARGIN * 2;
      setVisible((known) =>
        known.first === first && known.last === last && known.height === height ? known : { first, last, height },
      );
    };
    measure();
    port.addEventListener("scroll", measure, { passive: true });
    // What stands above the list may grow, and the panel may be resized.
    const observer = new ResizeObserver(measure);
    observer.observe(port);
    if (port.firstElementChild) observer.observe(port.firstElementChild);
    return () => {
      port.removeEventListener("scroll", measure);
      observer.disconnect();
    };
  }, [scroller, list, tops]);
  const count = tops.length - 1;
  return { ...visible, first: Math.min(visible.first, count), last: Math.min(visible.last, count) };
}
