import type { Clock } from "#core/ports.ts";
import type { Requests } from "./requests.ts";
import type { Row, RowBook } from "./row-book.ts";

/** Between two requests: twenty a second. */
export const TICK_MS = 50;

/** Of so many requests one writes and one changes a row, where that can be; the others read. */
const ROUND = 4;

/** Rows that are changed all along; more would only be changed less often. */
const MOST_CHANGED = 5;

/**
 * A client that writes, reads and changes rows all along, whatever answers: it does not wait for one request before it sends
 * the next, and asks for nothing a second time. Stopping waits for what is under way.
 */
export function startLoad(
  requests: Requests,
  book: RowBook,
  clock: Pick<Clock, "sleep">,
): { readonly stop: () => Promise<void> } {
  const over = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let tick = 0;
  const next = (of: (row: Row) => boolean): Row | undefined => {
    const free = book.known().filter((row) => row.underWay === undefined && of(row));
    return free[tick % Math.max(1, free.length)];
  };
  const one = (): Promise<unknown> => {
    const changed = book.rows.filter(({ isChanged }) => isChanged).length;
    if (tick % ROUND === 0) return requests.write(changed < MOST_CHANGED && tick % (4 * ROUND) === 0);
    const row = tick % ROUND === 2 ? next(({ isChanged }) => isChanged) : undefined;
    if (row !== undefined) return requests.change(row);
    const read = next(() => true);
    return read === undefined ? Promise.resolve() : requests.read(read);
  };
  const run = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const sent: Promise<unknown> = one()
        // The rehearsal was cancelled; whoever cancelled it is told elsewhere.
        .catch(() => undefined)
        .finally(() => underWay.delete(sent));
      underWay.add(sent);
      tick += 1;
      await clock.sleep(TICK_MS, over.signal).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      over.abort();
      await running;
      await Promise.all(underWay);
    },
  };
}
