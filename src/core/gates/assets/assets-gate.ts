import type { Finding } from "#core/model/finding.ts";
import type { AssetSettings } from "#core/model/gates/gate-settings.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Gate, GateContext, GateReport, GateServer } from "../gate.ts";
import { type Ask, createAsk } from "./ask.ts";
import { type AssetFault, faultFindings } from "./asset-fault.ts";
import { browsePages } from "./browse-pages.ts";
import { checkEncodings } from "./check-encodings.ts";
import { checkEscapes, type Outside } from "./check-escapes.ts";
import { checkFile } from "./check-file.ts";
import { checkPages } from "./check-pages.ts";
import { checkReferences } from "./check-references.ts";
import { compareOld, type Policies } from "./compare-old.ts";
import { readSite, type Site } from "./site.ts";

/**
 * The Rust server serves the static build as what it takes it over from: every file as browsers ask for it, the index for
 * the pages' routes and for nothing else, no file outside of the build, and all that the pages ask for.
 */
export const assetsGate: Gate = {
  name: "assets",
  question: "Does the Rust server serve the pages as before?",
  whyNot: ({ gates, file }) =>
    gates?.assets === undefined
      ? `${file} names no static build; write \`gates: { assets: { folder: FOLDER, pages: [/] } }\`.`
      : undefined,
  run: async (context) => {
    const settings = context.project.gates?.assets;
    if (settings === undefined) return { checked: [], findings: [] };
    const copy = await context.ports.servedCopies.copyOf(settings.folder);
    if (copy === undefined) return refused("assets-folder-missing", settings, { folder: settings.folder });
    try {
      const site = await readSite(settings, copy);
      if (site === undefined)
        return refused("assets-index-missing", settings, { index: settings.index, folder: settings.folder });
      return await siteReport(context, site);
    } finally {
      await copy.dispose();
    }
  },
};

function refused(code: string, { place }: AssetSettings, facts: Finding["facts"]): GateReport {
  return { checked: [], findings: [{ code, severity: "error", place, facts }] };
}

async function siteReport(context: GateContext, site: Site): Promise<GateReport> {
  const { environment, old } = site.settings;
  const isCopied = Object.values(environment).some((value) => value.includes("${assets}"));
  const filled = Object.entries(environment).map(([name, value]) => {
    return [name, value.replaceAll("${assets}", () => site.copy.path)] as const;
  });
  try {
    return await context.onServer("rust", Object.fromEntries(filled), async (server) => {
      const ask = createAsk(server.client, context.signal);
      const compared = old && (await context.onOldServer(old, (before) => oldReport(context, site, ask, before)));
      const outside = isCopied ? baitOf(site) : await projectFileOf(context, site);
      const own = await ownReport(context, site, ask, outside);
      const browsed = await browserReport(context, site, server);
      // What was read already needs no second finding where a page asks for it.
      const read = new Set(own.faults.map(({ target }) => target));
      const asked = browsed.faults.filter(({ code, target }) => {
        return code === "assets-page-complains" || !read.has(target.replace(/^[A-Z]+ /, ""));
      });
      const faults = [...own.faults, ...(compared?.faults ?? []), ...asked];
      const judged = faults.map((fault) => asBefore(fault, compared?.policies));
      const isFolder = isCopied ? "a copy of the build" : "the build";
      return {
        checked: [
          `${site.files.length} files of ${site.settings.folder}: content, type, length, HEAD, validators, ranges, caching and encodings`,
          `${site.settings.pages.length} pages by their routes, and what must not fall back to the index`,
          `that no path leads out of ${isFolder}`,
          "the addresses in HTML, CSS and JavaScript against what Rust serves",
          ...(compared === undefined ? [] : [`${compared.compared} answers against those of the old server`]),
          browsed.checked,
        ],
        findings: faultFindings(judged),
      };
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refused("assets-server-failed", site.settings, { message: error.message });
  }
}

async function ownReport(
  { step, ledger, signal }: GateContext,
  site: Site,
  ask: Ask,
  outside: Outside | undefined,
): Promise<{ readonly faults: readonly AssetFault[] }> {
  const faults: AssetFault[] = [];
  step(`${site.files.length} files`);
  for (const file of site.files) {
    signal.throwIfAborted();
    const checked = await checkFile(ask, site, file);
    faults.push(...checked.faults);
    if (checked.answer !== undefined) faults.push(...(await checkEncodings(ask, site, file, checked.answer)));
  }
  step("pages and references");
  faults.push(...(await checkPages(ask, site)), ...(await checkReferences(ask, site, ledger)));
  step("ways out of the folder");
  if (outside !== undefined) faults.push(...(await checkEscapes(ask, site, outside)));
  return { faults };
}

function baitOf({ copy }: Site): Outside {
  return { path: "../bait.txt", absolute: copy.bait.path, text: copy.bait.text };
}

/** Where the server finds the build by itself, the project file is what it must not give away. */
async function projectFileOf({ project, ports }: GateContext, { settings }: Site): Promise<Outside | undefined> {
  const text = await ports.files.read(project.file);
  if (text === undefined || settings.folder.startsWith("..")) return undefined;
  const ups = settings.folder === "." ? 0 : settings.folder.split("/").length;
  return ups === 0 ? undefined : { path: "../".repeat(ups) + project.file, text };
}

async function oldReport(context: GateContext, site: Site, ask: Ask, before: GateServer) {
  context.step("against the old server");
  return compareOld(ask, createAsk(before.client, context.signal), site);
}

/** What the old server does as well is no reason not to switch. */
function asBefore(fault: AssetFault, policies: Policies | undefined): AssetFault {
  const isCaching = fault.code.startsWith("assets-cache-");
  const isSame = isCaching && policies?.get(fault.target) === fault.facts?.["found"];
  return isSame
    ? { ...fault, severity: "warning", facts: { ...fault.facts, before: "as the old server does" } }
    : fault;
}

async function browserReport(
  { ports, ledger, signal, step }: GateContext,
  site: Site,
  { port }: GateServer,
): Promise<{ readonly checked: string; readonly faults: readonly AssetFault[] }> {
  const browser = await ports.browsers.open(port);
  if (browser === undefined) {
    return { checked: "the pages in no browser: no Chromium was found, and `CHROMIUM` names none", faults: [] };
  }
  try {
    step(`pages in ${browser.name}`);
    const faults = await browsePages(browser, site, ledger, signal);
    return { checked: `what ${site.settings.pages.length} pages ask for in ${browser.name}`, faults };
  } finally {
    await browser.dispose();
  }
}
