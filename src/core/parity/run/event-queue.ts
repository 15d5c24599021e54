/** What several sources tell, as one stream that one reader takes. */
export interface EventQueue<T> extends AsyncIterable<T> {
  /**
   * Resolves when the reader has done with all events before this one; who must not run ahead of a slow reader waits for it.
   * So the reader works on one event while the next comes about, and no more than one waits.
   */
  push(event: T): Promise<void>;
  /** The stream ends after what was pushed before. */
  close(): void;
}

/** An empty queue; it can be read once. */
export function createEventQueue<T>(): EventQueue<T> {
  const waiting: { readonly event: T; readonly taken: () => void }[] = [];
  let wake = (): void => undefined;
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;
  return {
    push: (event) => {
      const before = last;
      last = new Promise((taken) => {
        waiting.push({ event, taken });
      });
      wake();
      return before;
    },
    close: () => {
      isClosed = true;
      wake();
    },
    [Symbol.asyncIterator]: async function* read() {
      for (;;) {
        const next = waiting.shift();
        if (next) {
          yield next.event;
          next.taken();
        } else if (isClosed) {
          return;
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    },
  };
}
