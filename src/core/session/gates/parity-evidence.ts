import type { EvidenceAsked, FileHash, ParityEvidence } from "#core/gates/release/parity-evidence.ts";
import { isRecord } from "#core/model/is-record.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Project } from "#core/model/project.ts";
import type { Release } from "#core/model/gates/release.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import { UserError } from "#core/model/user-error.ts";
import { createSides } from "#core/parity/sides/sides.ts";
import type { Ports } from "#core/ports.ts";
import { releaseJson } from "#core/report/gate/release-json.ts";
import { gatedRun } from "#core/secrets/gated-run.ts";
import type { SecretGate } from "#core/secrets/secret-gate.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { sha256Of } from "#core/text/sha256.ts";
import type { ProjectState } from "#core/session/reading.ts";
import { runSelection } from "#core/session/selection/run-selection.ts";

/** A program with its debug information may be large. */
const MOST_BYTES = 2 ** 31 - 1;

interface Given {
  readonly ports: Ports;
  readonly state: ProjectState;
  readonly gate: SecretGate;
  readonly signal: AbortSignal;
  readonly step: (text: string) => void;
}

/**
 * Runs parity with servers of its own, Rust built and started as it is released, and looks while the first case is answered
 * whether the program is the one that runs. Verdicts are not kept: those of the project are about the server of every day.
 */
export async function parityEvidence(
  { endpoints, binary, build, start }: EvidenceAsked,
  { ports, state, gate, signal, step }: Given,
): Promise<ParityEvidence> {
  const project = state.project && releasedAs(state.project, { build, start });
  const sides = createSides(ports);
  const verdicts = new Map<EndpointVerdict["endpoint"], EndpointVerdict>();
  const errors: Finding[] = [];
  let isRun: ParityEvidence["isRun"] | undefined;
  let before: FileHash | undefined;
  let ended: Extract<RunEvent, { kind: "ended" }> | undefined;
  try {
    const run = runSelection(
      { kind: "endpoints", endpoints },
      { ...state, ...(project && { project }) },
      { ports, sides, signal, gate },
    );
    for await (const event of gatedRun(run, gate)) {
      if (event.kind === "preparing") step(`parity: ${event.side ?? "both"}: ${event.step}`);
      if (event.kind === "case-ended" && isRun === undefined) {
        isRun = await ports.processes.isRunning(binary);
        before = await hashOf(ports, binary);
      }
      if (event.kind === "endpoint-ended" && event.verdict.isOfNoEndpoint !== true) {
        step(`parity: ${event.verdict.endpoint}`);
        verdicts.set(event.verdict.endpoint, event.verdict);
      }
      if (event.kind === "finding" && event.finding.severity === "error") errors.push(event.finding);
      if (event.kind === "ended") ended = event;
    }
    const after = await hashOf(ports, binary);
    signal.throwIfAborted();
    return {
      outcome: ended?.outcome ?? { kind: "failed", reason: "The run did not end." },
      verdicts: [...verdicts.values()],
      unported: ended?.totals.unported ?? [],
      withoutCases: ended?.totals.withoutCases ?? [],
      errors,
      isRun: isRun ?? "no",
      ...(before && { before }),
      ...(after && { after }),
    };
  } finally {
    await sides.dispose();
  }
}

function releasedAs(
  project: Project,
  { build, start }: { readonly build: string | undefined; readonly start: string | undefined },
): Project {
  const rust = {
    ...project.servers.rust,
    ...(build !== undefined && { build }),
    ...(start !== undefined && { start }),
  };
  return { ...project, servers: { ...project.servers, rust } };
}

/** The hash of a file's bytes, relative to the project's folder; undefined where there is none. */
export async function hashOf({ binaryFiles }: Pick<Ports, "binaryFiles">, file: string): Promise<FileHash | undefined> {
  const bytes = await binaryFiles.readBytes(file, { limitBytes: MOST_BYTES });
  if (bytes === undefined) return undefined;
  return { sha256: await sha256Of(Uint8Array.from(bytes)), bytes: bytes.length };
}

/** Writes a release, in the place of an older one. Throws a UserError where something else has its name. */
export async function writeRelease(ports: Pick<Ports, "files">, file: string, release: Release): Promise<void> {
  await isReleaseThere(ports, file);
  await ports.files.write(file, releaseJson(release));
}

/** Takes an older release away. Throws a UserError where something else has its name. */
export async function removeRelease(ports: Pick<Ports, "files" | "fileRemoval">, file: string): Promise<void> {
  if (await isReleaseThere(ports, file)) await ports.fileRemoval.remove(file);
}

async function isReleaseThere({ files }: Pick<Ports, "files">, file: string): Promise<boolean> {
  const text = await files.read(file);
  if (text === undefined) return false;
  const written = parsedJson(text);
  if (isRecord(written) && "portolan" in written && "binary" in written) return true;
  throw new UserError(
    `${file} is no release that Portolan wrote, so that it stays as it is; name another file in \`gates.release.file\`.`,
  );
}
