/**
 * The promise's outcome, or the signal's reason as soon as it aborts; what the promise stands for must be ended by the
 * caller. How the promise ends after that is nobody's concern.
 */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // Where the signal has aborted already nobody else would hold it, and a rejection that nobody holds ends the process.
  promise.catch(() => undefined);
  signal.throwIfAborted();
  // A listener that is taken away again costs less than a second signal: this is called for each case.
  const waiting = Promise.withResolvers<never>();
  const onAbort = (): void => waiting.reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  try {
    return await Promise.race([promise, waiting.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
