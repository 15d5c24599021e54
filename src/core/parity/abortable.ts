/**
 * The promise's outcome, or the signal's reason as soon as it aborts; what the promise stands for must be ended by the
 * caller. How the promise ends after that is nobody's concern.
 */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // Where the signal has aborted already nobody else would hold it, and a rejection that nobody holds ends the process.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { signal: stop.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop.abort();
  }
}
