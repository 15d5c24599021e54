const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** By convention 128 and the signal's number, here SIGINT's. */
const INTERRUPTED = 130;

/**
 * A signal that aborts when the system tells this process to end. A second one ends it at once; what it leaves is
 * cleaned up by the watchdog.
 */
export function stopSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      controller.abort();
    });
  }
  return controller.signal;
}
