import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { UserError } from "#core/model/user-error.ts";
import type { GateContext, GateReport } from "../gate.ts";
import { buildServer } from "../build-server.ts";
import { documentIn } from "./document-in.ts";
import { FAR_WORLD, OTHER_WORLDS, USUAL_WORLD, type World } from "./export-worlds.ts";
import { firstDifference } from "./first-difference.ts";

/** What a server exported, where it exported the same each time. */
export interface SteadyExport extends GateReport {
  readonly text: string | undefined;
}

/**
 * Builds a server and exports its document twice, the second time under another hash seed, time zone, date and locale. Where
 * the two differ, further exports find out by what. A third one is made in a copy of the project at another path, unless the
 * command builds what it runs. A finding where a command fails or the document is not the same.
 */
export async function exportSteadily(context: GateContext, side: Side): Promise<SteadyExport> {
  const checked = [`${SIDE_NAMES[side]}'s export under two hash seeds, time zones, dates and locales`];
  try {
    await buildServer(context, side);
    const usual = await exportIn(context, side, USUAL_WORLD);
    if (!/^\s*\{/.test(usual)) return { text: undefined, checked, findings: [noDocument(context, side)] };
    const far = await exportIn(context, side, FAR_WORLD);
    if (usual !== far) return { text: usual, checked, findings: [await whyItVaries(context, side, { usual, far })] };
    const moved = await exportElsewhere(context, side);
    const where = moved === undefined ? [] : [`${SIDE_NAMES[side]}'s export in a copy of the project at another path`];
    const isSame = moved === undefined || moved === usual;
    const findings = isSame ? [] : [varies(side, "in another folder", usual, moved)];
    return { text: usual, checked: [...checked, ...where], findings };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const facts = { side, message: error.message };
    return { text: undefined, checked, findings: [{ code: "export-failed", severity: "error", facts }] };
  }
}

/** What builds as it is run would build anew there, into what belongs to the project. */
const BUILDS = /\b(?:cargo|make|just|uv|poetry|npm|npx)\b/;

/** Exports in a copy of the project; undefined where that is not tried. */
async function exportElsewhere(context: GateContext, side: Side): Promise<string | undefined> {
  const { export: line = "", folder } = context.project.servers[side];
  if (BUILDS.test(line) || folder.startsWith("..")) return undefined;
  const copy = await context.ports.projectCopies.copy();
  if (copy === undefined) return undefined;
  try {
    const world = { ...USUAL_WORLD, name: "in another folder" };
    return await exportIn(context, side, world, folder === "." ? copy.path : `${copy.path}/${folder}`);
  } finally {
    await copy.dispose();
  }
}

async function exportIn(
  { project, step, outputOf }: GateContext,
  side: Side,
  world: World,
  folder: string = project.servers[side].folder,
): Promise<string> {
  const { export: line = "", environment } = project.servers[side];
  step(`${SIDE_NAMES[side]}: ${line} (${world.name})`);
  const command = { line, folder, world: { kind: "caller" }, environment: { ...environment, ...world.environment } };
  return documentIn(await outputOf({ ...command, world: { kind: "caller" } }));
}

/** Exports again in the same surroundings, and then with one thing other at a time, until it is seen what the document follows. */
async function whyItVaries(
  context: GateContext,
  side: Side,
  { usual, far }: { readonly usual: string; readonly far: string },
): Promise<Finding> {
  const again = await exportIn(context, side, USUAL_WORLD);
  if (again !== usual) return varies(side, "from run to run", usual, again);
  for (const world of OTHER_WORLDS) {
    const environment = { ...USUAL_WORLD.environment, ...world.environment };
    const other = await exportIn(context, side, { ...world, environment });
    if (other !== usual) return varies(side, world.name, usual, other);
  }
  return varies(side, "under another hash seed, time zone, date and locale at once", usual, far);
}

function varies(side: Side, when: string, usual: string, other: string): Finding {
  const difference = firstDifference(usual, other);
  const [first = "", second = ""] = difference?.lines ?? [];
  const line = (difference?.range.start.line ?? 0) + 1;
  return { code: "export-varies", severity: "error", facts: { side, when, line, first, second } };
}

function noDocument({ project }: GateContext, side: Side): Finding {
  return {
    code: "export-no-document",
    severity: "error",
    facts: { line: project.servers[side].export ?? "", key: `servers.${side}.export` },
  };
}
