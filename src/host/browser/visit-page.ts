import { setTimeout as delay } from "node:timers/promises";

import type { BrowsedPage, BrowsedRequest } from "#core/ports/browsers.ts";

import type { DevtoolsEvent, DevtoolsPipe } from "./devtools-pipe.ts";

/** A page that polls never comes to rest. */
const MOST_MS = 10_000;

/** A promise in the page that is kept once its scripts have nothing left to do. */
const SETTLED = "new Promise((settle) => requestIdleCallback(() => setTimeout(settle), { timeout: 2000 }))";

/** Opens a page in a tab of its own, with a profile of its own, and tells what it did until it came to rest. */
export async function visitPage(
  pipe: DevtoolsPipe,
  { origin, target, signal }: { readonly origin: string; readonly target: string; readonly signal: AbortSignal },
): Promise<BrowsedPage> {
  signal.throwIfAborted();
  const { browserContextId } = await pipe.send("Target.createBrowserContext");
  const { targetId } = await pipe.send("Target.createTarget", { url: "about:blank", browserContextId });
  const attached = await pipe.send("Target.attachToTarget", { targetId, flatten: true });
  const sessionId = String(attached["sessionId"]);
  const send = (method: string, params?: object) => pipe.send(method, params, sessionId);
  const watch = createPageWatch(origin);
  const resting = Promise.withResolvers<void>();
  const restingLoads = new Set<unknown>();
  let load: unknown;
  const stop = pipe.listen((event) => {
    if (event.sessionId !== sessionId) return;
    if (event.method === "Fetch.requestPaused") {
      const { requestId, request } = event.params as unknown as PausedRequest;
      // The page may be gone by the time that its request is answered.
      void (
        isOurs(request.url, origin)
          ? send("Fetch.continueRequest", { requestId })
          : send("Fetch.failRequest", { requestId, errorReason: "BlockedByClient" })
      ).catch(() => undefined);
      return;
    }
    watch.take(event);
    // The empty tab comes to rest as well, maybe after the page has been asked for.
    if (event.method === "Page.lifecycleEvent" && event.params["name"] === "networkIdle") {
      restingLoads.add(event.params["loaderId"]);
      if (restingLoads.has(load)) resting.resolve();
    }
  });
  const limit = new AbortController();
  try {
    for (const domain of ["Network", "Page", "Runtime", "Log"]) await send(`${domain}.enable`);
    await send("Page.setLifecycleEventsEnabled", { enabled: true });
    await send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
    load = (await send("Page.navigate", { url: origin + target }))["loaderId"];
    if (restingLoads.has(load)) resting.resolve();
    const over = delay(MOST_MS, undefined, { signal: AbortSignal.any([signal, limit.signal]) }).catch(() => undefined);
    // What a script does once an answer has come may be under way when the network rests.
    const settled = resting.promise
      .then(() => send("Runtime.evaluate", { expression: SETTLED, awaitPromise: true }))
      // A page may lead to another in the meantime.
      .catch(() => undefined);
    await Promise.race([settled, over]);
    signal.throwIfAborted();
    return watch.page();
  } finally {
    limit.abort();
    stop();
    await pipe.send("Target.disposeBrowserContext", { browserContextId }).catch(() => undefined);
  }
}

interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string };
}

function isOurs(url: string, origin: string): boolean {
  return url === origin || url.startsWith(`${origin}/`) || /^(?:data|blob|about):/.test(url);
}

interface PageWatch {
  take(event: DevtoolsEvent): void;
  page(): BrowsedPage;
}

type Told = { -readonly [K in keyof BrowsedRequest]: BrowsedRequest[K] };

/** Keeps what the browser tells of one page. */
function createPageWatch(origin: string): PageWatch {
  const all: Told[] = [];
  const byId = new Map<string, Told>();
  const complaints = new Set<string>();
  const begin = (id: string, method: string, url: string): void => {
    if (/^(?:data|blob|about):/.test(url)) return;
    const request: Told = { method, url, ...(!isOurs(url.replace(/^ws/, "http"), origin) && { isHeldBack: true }) };
    all.push(request);
    byId.set(id, request);
  };
  return {
    take: ({ method, params }) => {
      const id = String(params["requestId"]);
      switch (method) {
        case "Network.requestWillBeSent": {
          const { request, redirectResponse } = params as unknown as WillBeSent;
          const before = byId.get(id);
          if (redirectResponse !== undefined && before !== undefined) before.status = redirectResponse.status;
          begin(id, request.method, request.url);
          return;
        }
        case "Network.webSocketCreated":
          begin(id, "GET", String(params["url"]));
          return;
        case "Network.responseReceived":
        case "Network.webSocketHandshakeResponseReceived": {
          const { response } = params as unknown as { readonly response: { readonly status: number } };
          const request = byId.get(id);
          if (request !== undefined) request.status = response.status;
          return;
        }
        case "Network.loadingFailed": {
          const request = byId.get(id);
          if (request !== undefined && params["canceled"] !== true) request.failure = String(params["errorText"]);
          return;
        }
        case "Runtime.exceptionThrown": {
          const { exceptionDetails } = params as unknown as Thrown;
          complaints.add((exceptionDetails.exception?.description ?? exceptionDetails.text).split("\n")[0] ?? "");
          return;
        }
        case "Log.entryAdded": {
          const { entry } = params as unknown as Logged;
          // What of the network failed is told by the request.
          if (entry.level === "error" && entry.source !== "network") complaints.add(entry.text.split("\n")[0] ?? "");
        }
      }
    },
    page: () => ({ requests: all, complaints: [...complaints] }),
  };
}

interface WillBeSent {
  readonly request: { readonly method: string; readonly url: string };
  readonly redirectResponse?: { readonly status: number };
}

interface Thrown {
  readonly exceptionDetails: { readonly text: string; readonly exception?: { readonly description?: string } };
}

interface Logged {
  readonly entry: { readonly level: string; readonly source: string; readonly text: string };
}
