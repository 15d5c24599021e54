import type { Ledger } from "#core/model/ledger.ts";
import { textOfUtf8 } from "#core/text/utf8.ts";
import type { Ask } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import { isIndex } from "./check-pages.ts";
import { isBelow, type Reference, referencesIn } from "./references.ts";
import { type ServedRoutes, servedRoutes } from "./served-routes.ts";
import { pageTarget, placeIn, type Site, type SiteFile } from "./site.ts";

/** No address that a built file names is one that the Rust server does not serve. */
export async function checkReferences(ask: Ask, site: Site, ledger: Ledger): Promise<readonly AssetFault[]> {
  const known = new Set(site.files.map(({ target }) => target));
  const routes = servedRoutes(ledger, site.settings);
  const asked = new Map<string, Promise<boolean>>();
  /** What is no file of the build may still be served by a route of its own. */
  const isServed = (target: string): Promise<boolean> => {
    const answer = asked.get(target) ?? isAnswered(ask, site, target);
    asked.set(target, answer);
    return answer;
  };
  const faults: AssetFault[] = [];
  for (const file of site.files) {
    const text = textOfUtf8(file.bytes);
    if (text === undefined) continue;
    for (const reference of referencesIn(file.path, text, site.settings.api)) {
      faults.push(...(await referenceFaults(reference, { site, file, known, routes, isServed })));
    }
  }
  return faults;
}

async function isAnswered(ask: Ask, site: Site, target: string): Promise<boolean> {
  const answer = await ask(target);
  return answer.kind === "answer" && answer.status < 400 && !isIndex(answer, site);
}

interface Surroundings {
  readonly site: Site;
  readonly file: SiteFile;
  readonly known: ReadonlySet<string>;
  readonly routes: ServedRoutes;
  readonly isServed: (target: string) => Promise<boolean>;
}

/** In place of the server's address, which no file of the build knows. */
const ORIGIN = "http://portolan.invalid";

async function referenceFaults(reference: Reference, given: Surroundings): Promise<readonly AssetFault[]> {
  const { url, kind, range } = reference;
  const { site, file, known, routes, isServed } = given;
  const place = placeIn(site.settings, file.path, range);
  const isForeign = /^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(url);
  if (isForeign) {
    if (kind === "request") return [{ code: "assets-other-host", place, target: url }];
    return kind === "file" ? [{ code: "assets-foreign", severity: "warning", place, target: url }] : [];
  }
  if (kind === "request" || isBelow(url, site.settings.api)) return routes.faultsOf(url, place);
  const faults: AssetFault[] = [];
  for (const base of basesOf(site, file)) {
    const resolved = URL.parse(url, ORIGIN + base);
    if (resolved === null) continue;
    const target = resolved.pathname;
    const isPage = kind === "page" && routes.isPage(target);
    if (known.has(target) || isPage || (await isServed(target))) continue;
    const isRelative = !url.startsWith("/") && base !== file.target;
    faults.push({
      code: "assets-reference",
      place,
      target,
      facts: { url: url === target ? "" : url, page: isRelative ? base : "" },
    });
  }
  return faults.slice(0, 1);
}

/** What relative addresses of a file are seen from: the index also from each page that falls back to it. */
function basesOf({ settings, index }: Site, file: SiteFile): readonly string[] {
  return file === index ? [file.target, ...settings.pages.map((page) => pageTarget(page))] : [file.target];
}
