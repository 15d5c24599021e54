import type { Ledger } from "#core/model/ledger.ts";
import type { Browser, BrowsedRequest } from "#core/ports/browsers.ts";
import type { AssetFault } from "./asset-fault.ts";
import { isBelow } from "./references.ts";
import { servedRoutes } from "./served-routes.ts";
import { pageTarget, type Site } from "./site.ts";

type Page = Site["settings"]["pages"][number];

/** Opens each page in a browser: it asks for nothing that the Rust server does not serve, and its code runs. */
export async function browsePages(
  browser: Browser,
  site: Site,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<readonly AssetFault[]> {
  const routes = servedRoutes(ledger, site.settings);
  const faults: AssetFault[] = [];
  for (const page of site.settings.pages) {
    const visited = await browser.visit(pageTarget(page), signal);
    const known = new Set(site.files.map(({ target }) => target));
    for (const request of visited.requests) {
      const fault = requestFault(request, page, { known, routes, api: site.settings.api });
      if (fault !== undefined) faults.push(fault);
    }
    for (const complaint of visited.complaints) {
      // The port is another one each time.
      const said = complaint.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/g, "").slice(0, 300);
      const facts = { complaint: said, browser: browser.name };
      faults.push({ code: "assets-page-complains", severity: "warning", place: page.place, target: page.path, facts });
    }
  }
  return faults;
}

function requestFault(
  { method, url, status, failure, isHeldBack }: BrowsedRequest,
  page: Page,
  {
    known,
    routes,
    api,
  }: { readonly known: ReadonlySet<string>; readonly api: readonly string[] } & {
    readonly routes: ReturnType<typeof servedRoutes>;
  },
): AssetFault | undefined {
  const common = { place: page.place, page: page.path };
  if (isHeldBack === true) {
    const isHere = /^\w+:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url);
    const target = url.replace(/[?#].*$/, "");
    if (isHere) return { code: "assets-page-asks-host", ...common, target };
    return { code: "assets-page-asks-host", severity: "warning", ...common, target };
  }
  const { pathname } = new URL(url);
  if (status !== undefined && status >= 500) {
    return { code: "assets-page-request-fails", ...common, target: `${method} ${pathname}`, facts: { status } };
  }
  // That a thing is not there is an answer of the API, as is that one has to log in.
  if (isBelow(pathname, api)) {
    const isRefused = status === undefined || status === 404 || status === 405 || status === 501;
    const fault = isRefused ? routes.faultOf(method, pathname, page.place) : undefined;
    return fault && { ...fault, page: page.path };
  }
  if (status !== undefined && status < 400) return undefined;
  // Browsers ask for it by themselves.
  if (pathname === "/favicon.ico" && !known.has(pathname)) return undefined;
  const why = status === undefined ? (failure ?? "no answer") : String(status);
  return { code: "assets-page-request", ...common, target: `${method} ${pathname}`, facts: { why } };
}
