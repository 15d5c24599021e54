import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How much fits beside one another. */
export interface Columns {
  /** Two columns of code cannot be read side by side. */
  readonly isNarrow: boolean;
  /** Characters of the editor's font in a line of one side. */
  readonly columns: number;
}

/** Fewer characters a side than these, line numbers included, are better read in one column. */
const FEWEST = 30;

/** Beside the text: the space around the line number, and the sign. */
const GUTTER = 36;

const TEN = 10;

/**
 * Follows the width of a list of lines. `probe` is an element with ten digits in the list's font; `digits` is how many the
 * widest line number has.
 */
export function useColumns(list: RefObject<HTMLElement>, probe: RefObject<HTMLElement>, digits: number): Columns {
  const [known, setKnown] = useState<Columns>({ isNarrow: true, columns: 40 });
  useLayoutEffect(() => {
    if (list.current === null) return undefined;
    const measure = (): void => {
      const width = list.current?.clientWidth ?? 0;
      const character = (probe.current?.getBoundingClientRect().width ?? 0) / TEN;
      if (width === 0 || character === 0) return;
      const fitting = (pixels: number): number => Math.floor((pixels - GUTTER) / character);
      const isNarrow = fitting(width / 2) < FEWEST;
      const columns = Math.max(TEN, fitting(isNarrow ? width : width / 2) - digits);
      setKnown((last) => (last.isNarrow === isNarrow && last.columns === columns ? last : { isNarrow, columns }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(list.current);
    // The font may come later than the page.
    if (probe.current) observer.observe(probe.current);
    return () => {
      observer.disconnect();
    };
  }, [list, probe, digits]);
  return known;
}
