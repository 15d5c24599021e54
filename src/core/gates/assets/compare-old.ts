import type { Answer } from "#core/model/run/exchange.ts";
import { type Ask, headerOf, mediaTypeOf } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import { isSameType } from "./media-types.ts";
import { referencesIn } from "./references.ts";
import { pageTarget, placeIn, type Site } from "./site.ts";

/** Headers that tell a browser what a page may do; another one changes what pages do. */
const TELLING = [
  "access-control-allow-origin",
  "content-disposition",
  "content-security-policy",
  "cross-origin-embedder-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
];

/**
 * Holds what the Rust server answers for files and pages against the server that answers them now. What that one does not
 * have, a file of a newer build, says nothing. Answers what it keeps how long, by address.
 */
export async function compareOld(
  ask: Ask,
  old: Ask,
  site: Site,
): Promise<{ readonly faults: readonly AssetFault[]; readonly compared: number; readonly policies: Policies }> {
  const faults: AssetFault[] = [];
  const policies = new Map<string, string>();
  let compared = 0;
  const addresses = [
    ...site.files.map(({ path, target }) => ({ target, place: placeIn(site.settings, path), isPage: false })),
    ...site.settings.pages.map((page) => ({ target: pageTarget(page), place: page.place, isPage: true })),
  ];
  for (const { target, place, isPage } of addresses) {
    const before = await old(target, BROWSER);
    if (before.kind === "unreachable" || before.status !== 200) continue;
    const now = await ask(target, BROWSER);
    if (now.kind === "unreachable" || now.status !== 200) continue;
    compared += 1;
    const policy = headerOf(before, "cache-control");
    policies.set(target, policy ?? "");
    faults.push(...differencesOf(before, now).map((fault) => ({ ...fault, place, target })));
    if (isPage && before.body.kind === "text")
      faults.push(...(await lostFaults(before.body.text, target, { ask, old, place })));
  }
  return { faults, compared, policies };
}

/** What the old server says of how long an address is kept: `Cache-Control`, empty where it says nothing. */
export type Policies = ReadonlyMap<string, string>;

const BROWSER = { headers: { accept: "text/html,*/*;q=0.8", "accept-encoding": "gzip" } };

function differencesOf(before: Answer, now: Answer): readonly Pick<AssetFault, "code" | "severity" | "facts">[] {
  const types = [mediaTypeOf(before), mediaTypeOf(now)] as const;
  const wasPacked = headerOf(before, "content-encoding") !== undefined;
  const isPacked = headerOf(now, "content-encoding") !== undefined;
  return [
    ...(!isSameBody(before, now) ? [{ code: "assets-old-content" }] : []),
    ...(isSameType(...types)
      ? []
      : [{ code: "assets-old-header", facts: { name: "content-type", old: types[0], now: types[1] } }]),
    ...TELLING.flatMap((name) => {
      const [was, is] = [headerOf(before, name) ?? "", headerOf(now, name) ?? ""];
      return was === is ? [] : [{ code: "assets-old-header", facts: { name, old: was || "none", now: is || "none" } }];
    }),
    ...(wasPacked && !isPacked ? [{ code: "assets-old-packed", severity: "warning" as const }] : []),
  ];
}

function isSameBody({ body: one }: Answer, { body: other }: Answer): boolean {
  if (one.kind === "text" && other.kind === "text") return one.text === other.text;
  if (one.kind === "binary" && other.kind === "binary") return one.sha256 === other.sha256;
  return one.kind === other.kind;
}

interface Asking {
  readonly ask: Ask;
  readonly old: Ask;
  readonly place: AssetFault["place"];
}

/** What a page of the old server loads from it, and the Rust server does not have. */
async function lostFaults(html: string, target: string, { ask, old, place }: Asking): Promise<readonly AssetFault[]> {
  const faults: AssetFault[] = [];
  for (const { url, kind } of referencesIn("page.html", html, [])) {
    if (kind !== "file" || /^(?:[a-z][a-z\d+.-]*:)?\/\//i.test(url)) continue;
    const asked = URL.parse(url, `http://portolan.invalid${target}`);
    if (asked === null) continue;
    const before = await old(asked.pathname);
    if (before.kind === "unreachable" || before.status !== 200) continue;
    const now = await ask(asked.pathname);
    const isSame = now.kind === "answer" && now.status === 200 && isSameBody(before, now);
    if (!isSame) faults.push({ code: "assets-old-lost", place, target: asked.pathname });
  }
  return faults;
}
