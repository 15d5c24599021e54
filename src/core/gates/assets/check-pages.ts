import type { Answer, Unreachable } from "#core/model/run/exchange.ts";
import { type Ask, bodyIs, headerOf, mediaTypeOf } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import { cachingFault } from "./caching.ts";
import { pageTarget, placeIn, type Site } from "./site.ts";

const FROM_BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

/** What nobody has, so that only a fallback answers it. */
const NOWHERE = "portolan-is-not-there";

/** The pages' routes answer the index, and nothing else does: neither the API nor a file that is not there. */
export async function checkPages(ask: Ask, site: Site): Promise<readonly AssetFault[]> {
  const { settings } = site;
  const faults: AssetFault[] = [];
  for (const page of settings.pages) faults.push(...(await pageFaults(ask, site, page)));
  for (const prefix of settings.api) {
    for (const method of ["GET", "POST"]) {
      const target = `${prefix}/${NOWHERE}`;
      const answer = await ask(target, { method, headers: FROM_BROWSER });
      if (answer.kind === "unreachable") continue;
      const common = { place: settings.place, target, facts: { method } };
      if (isIndex(answer, site)) faults.push({ code: "assets-api-falls-back", ...common });
      else if (answer.status < 300) {
        faults.push({ code: "assets-api-answers", ...common, facts: { method, status: answer.status } });
      }
    }
  }
  return [...faults, ...(await missingFileFaults(ask, site))];
}

/** Whether an answer is the index that everything falls back to. */
export function isIndex(answer: Answer | Unreachable, { index }: Site): boolean {
  return answer.kind === "answer" && answer.status < 400 && bodyIs(answer.body, index.bytes);
}

async function pageFaults(
  ask: Ask,
  site: Site,
  page: Site["settings"]["pages"][number],
): Promise<readonly AssetFault[]> {
  const target = pageTarget(page);
  const fault = (code: string, facts: AssetFault["facts"] = {}): AssetFault => {
    return { code, place: page.place, target, facts };
  };
  const answer = await ask(target, { headers: FROM_BROWSER });
  if (answer.kind === "unreachable") return [fault("assets-no-answer", { reason: answer.reason })];
  if (answer.status !== 200) return [fault("assets-page", { status: answer.status })];
  if (!bodyIs(answer.body, site.index.bytes)) return [fault("assets-page-content")];
  const found = mediaTypeOf(answer);
  const kept = cachingFault("page", answer);
  const head = await ask(target, { method: "HEAD", headers: FROM_BROWSER });
  const written = await ask(target, { method: "POST", headers: FROM_BROWSER });
  return [
    ...(found === "text/html" ? [] : [fault("assets-type", { found: found || "no type", expected: "text/html" })]),
    ...(kept === undefined ? [] : [fault(kept, { found: headerOf(answer, "cache-control") ?? "" })]),
    ...(head.kind === "answer" && head.status === 200
      ? []
      : [fault("assets-head", { what: "status", get: 200, head: head.kind === "answer" ? head.status : "none" })]),
    ...(isIndex(written, site) ? [fault("assets-page-takes-writes")] : []),
  ];
}

/** A script that is not there and comes as a page is an error in a browser that nobody understands. */
async function missingFileFaults(ask: Ask, site: Site): Promise<readonly AssetFault[]> {
  const script = site.files.find(({ path }) => path.endsWith(".js"));
  if (script === undefined) return [];
  const target = script.target.replace(/[^/]*$/, `${NOWHERE}.js`);
  const answer = await ask(target);
  if (!isIndex(answer, site)) return [];
  return [{ code: "assets-missing-falls-back", place: placeIn(site.settings, script.path), target }];
}
