import { join } from "node:path";

import { createWatchdog, type Watchdog } from "#host/watchdog/watchdog.ts";

/** Node runs it as TypeScript; the build bundles it to dist/watchdog.js. */
export const WATCHDOG_FILE = join(import.meta.dirname, "../../src/host/watchdog/watchdog-main.ts");

export const RELAY_FILE = join(import.meta.dirname, "../../src/host/network/relay-main.ts");

/** A watchdog that ends with the test. */
export function ownWatchdog(): Watchdog & AsyncDisposable {
  const watchdog = createWatchdog(WATCHDOG_FILE);
  return { ...watchdog, [Symbol.asyncDispose]: () => watchdog.dispose() };
}
