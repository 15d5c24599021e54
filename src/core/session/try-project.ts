import { whyNotUnasked } from "#core/cases/why-not-unasked.ts";
import { endpointKey, type Side, SIDES } from "#core/model/endpoint.ts";
import { type Finding, stopsRuns } from "#core/model/finding.ts";
import { placeText } from "#core/model/place.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import type { Case } from "#core/model/run/case.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { TrialResult } from "#core/model/run/trial.ts";
import { tryServers } from "#core/parity/sides/try-servers.ts";
import type { Ports } from "#core/ports.ts";
import { checkProjectFiles } from "#core/project/check-project-files.ts";
import { readProject } from "#core/project/read-project.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { secretsInSettings } from "#core/secrets/find-secrets.ts";
import { gatedPorts } from "#core/secrets/gated-ports.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { routesBelow } from "#core/session/asking/routes-below.ts";

/** A project file that may not stand on the disk. */
export interface TriedProject {
  readonly file: string;
  readonly text: string;
  /** What the commands of the project inherit; secrets in it are not shown. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

/**
 * Starts both servers as a project file says, each by itself, and tells step by step what worked, and of the rest what
 * mends it. What still is to be filled in is told first; a side of which that is said, or both where it is said elsewhere, is not
 * started: nobody knows which database it would use. Runs the project's code.
 */
export async function* tryProject(given: Ports, tried: TriedProject): AsyncGenerator<TrialResult, void, undefined> {
  const { file, text, environment, signal } = tried;
  const gate = new SecretGate();
  gate.learn(secretsInSettings(environment));
  const ports = gatedPorts(given, gate);
  const reading = readProject(file, text);
  const findings = [...reading.findings, ...(await checkProjectFiles(reading.paths, ports.files))];
  const errors = findings.filter((finding) => stopsRuns(finding));
  for (const error of errors) yield { step: "project file", failure: sentenceOf(error) };
  const { project } = reading;
  if (project === undefined) return;
  gate.learnProject(project);
  const sides = SIDES.filter((side) => errors.every((error) => isOfOtherSide(error, side, text)));
  if (sides.length === 0) return;
  const readings = { python: [] as readonly Case[], rust: [] as readonly Case[] };
  for (const side of sides) {
    const { folder } = project.servers[side];
    const files = withoutUnreadable(ports.files);
    readings[side] = readingsOf(
      await routesBelow(folder, { files, readers: ports.readers, sides: [side] }),
      project.identities?.[0]?.name,
    );
  }
  const onEvent = (event: RunEvent): void => tried.onEvent(gate.event(event));
  try {
    for await (const result of tryServers(project, { ports, signal, sides, readings, onEvent })) {
      yield result.failure === undefined ? result : { ...result, failure: gate.text(result.failure) };
    }
  } catch (error) {
    throw gate.error(error);
  }
}

/** The commands that a trial may run, as they may be shown. */
export function commandsOf(
  file: string,
  text: string,
): readonly { readonly side: Side; readonly folder: string; readonly line: string }[] {
  const { project } = readProject(file, text);
  if (project === undefined) return [];
  const gate = new SecretGate();
  gate.learnProject(project);
  return SIDES.flatMap((side) => {
    const { folder, check, build, start } = project.servers[side];
    return [check, build, start].flatMap((line) =>
      line === undefined ? [] : [{ side, folder, line: gate.text(line) }],
    );
  });
}

function sentenceOf(finding: Finding): string {
  const sentence = findingText(finding);
  return finding.place === undefined ? sentence : `${placeText(finding.place)}: ${sentence}`;
}

/** Whether an error stands in the lines of the other side's server, so that this one can do without. */
function isOfOtherSide({ place }: Finding, side: Side, text: string): boolean {
  const line = place?.range.start.line;
  return line !== undefined && SIDES.some((other) => other !== side && linesOf(other, text).has(line));
}

/** The lines of a server: from its key on, all that stand deeper. */
function linesOf(side: Side, text: string): ReadonlySet<number> {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\s+${side}:`).test(line));
  if (start < 0) return new Set();
  const depthOf = (line: string): number => line.search(/\S/);
  const own = new Set([start]);
  for (let at = start + 1; at < lines.length; at += 1) {
    const depth = depthOf(lines[at] ?? "");
    if (depth >= 0 && depth <= depthOf(lines[start] ?? "")) break;
    own.add(at);
  }
  return own;
}

/** A server may have endpoints that need no database; more than these would not help. */
const MOST_READINGS = 5;

/** GET requests without parameters, the longest first, which seldom do without a database. */
function readingsOf(rows: readonly RouteRow[], identity: string | undefined): readonly Case[] {
  const paths = rows.filter(
    ({ method, path, kind, implicit, unmounted, unresolved }) =>
      method === "GET" && kind === "http" && !/[{?]/.test(path) && !implicit && !unmounted && !unresolved,
  );
  return paths
    .filter(({ path }) => whyNotUnasked({ method: "GET", path }) === undefined)
    .toSorted((one, other) => other.path.length - one.path.length)
    .slice(0, MOST_READINGS)
    .map(({ path, file, line }): Case => {
      const start = { line: line - 1, character: 0 };
      return {
        id: path,
        endpoint: endpointKey("GET", path),
        name: path,
        method: "GET",
        target: path,
        headers: [],
        body: { kind: "none" },
        ...(identity !== undefined && { identity }),
        expect: [200],
        isWriting: false,
        place: { file, range: { start, end: start } },
      };
    });
}
