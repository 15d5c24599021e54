import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { UserError } from "#core/model/user-error.ts";
import type { GateContext, GateReport } from "../gate.ts";
import { buildServer } from "../build-server.ts";
import { documentIn } from "./document-in.ts";
import { FAR_WORLD, OTHER_MOMENT, OTHER_WORLDS, USUAL_WORLD, type World } from "./export-worlds.ts";
import { firstDifference } from "./first-difference.ts";

/** What a server exported, where it exported the same each time. */
export interface SteadyExport extends GateReport {
  readonly text: string | undefined;
}

/**
 * Builds a server and exports its document twice, the second time under another hash seed, time zone, date and locale. Where
 * the two differ, further exports find out by what. A third one is made in a copy of the project at another path, a fourth
 * one on another day by the system's clock, unless the command builds what it runs. A finding where a command fails or the document is not the same.
 */
export async function exportSteadily(context: GateContext, side: Side): Promise<SteadyExport> {
  const checked = [`${SIDE_NAMES[side]}'s export under two hash seeds, time zones, dates and locales`];
  try {
    await buildServer(context, side);
    const usual = await exportIn(context, side, USUAL_WORLD);
    if (!/^\s*\{/.test(usual)) return { text: undefined, checked, findings: [noDocument(context, side)] };
    const far = await exportIn(context, side, FAR_WORLD);
    if (usual !== far) return { text: usual, checked, findings: [await whyItVaries(context, side, { usual, far })] };
    const tool = BUILDS.exec(context.project.servers[side].export ?? "")?.[0];
    if (tool !== undefined) {
      const why = `${SIDE_NAMES[side]}'s export neither at another path nor on another day: \`${tool}\` builds what it runs`;
      return { text: usual, checked: [...checked, why], findings: [] };
    }
    const others = [await exportElsewhere(context, side), await exportOnOtherDay(context, side)];
    return {
      text: usual,
      checked: [...checked, ...others.map((other) => `${SIDE_NAMES[side]}'s export ${other.checked}`)],
      findings: others.flatMap(({ text, when }) => {
        return text === undefined || text === usual ? [] : [varies(side, when, usual, text)];
      }),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const facts = { side, message: error.message };
    return { text: undefined, checked, findings: [{ code: "export-failed", severity: "error", facts }] };
  }
}

/** What builds as it is run would build anew there, into what belongs to the project. */
const BUILDS = /\b(?:cargo|make|just|uv|poetry|npm|npx)\b/;

/** One more export in other surroundings. */
interface OtherExport {
  /** As it stands in a sentence: `in another folder`. */
  readonly when: string;
  /** What was looked at, or why it was not. */
  readonly checked: string;
  /** Absent where it was not tried. */
  readonly text?: string;
}

/** Exports in a copy of the project. */
async function exportElsewhere(context: GateContext, side: Side): Promise<OtherExport> {
  const { folder } = context.project.servers[side];
  const when = "in another folder";
  if (folder.startsWith("..")) return { when, checked: "not at another path: its folder is outside of the project's" };
  const copy = await context.ports.projectCopies.copy();
  if (copy === undefined) return { when, checked: "not at another path: the project has too many files to copy" };
  try {
    const at = folder === "." ? copy.path : `${copy.path}/${folder}`;
    const text = await exportIn(context, side, { ...USUAL_WORLD, name: when }, at);
    return { when, checked: "in a copy of the project at another path", text };
  } finally {
    await copy.dispose();
  }
}

/** Exports while the system's clock stands elsewhere for the command. */
async function exportOnOtherDay(context: GateContext, side: Side): Promise<OtherExport> {
  const when = "on another day, by the system's clock";
  const turned = await context.ports.turnedClock(OTHER_MOMENT);
  if (turned === undefined)
    return { when, checked: "not on another day by the system's clock: there is no libfaketime" };
  const environment = { ...USUAL_WORLD.environment, ...turned };
  const text = await exportIn(context, side, { name: when, environment });
  return { when, checked: "on another day, by the system's clock", text };
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
