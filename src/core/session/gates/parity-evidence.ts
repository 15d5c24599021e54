import type { ParityEvidence } from "#core/gates/release/parity-evidence.ts";
import { isRecord } from "#core/model/is-record.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
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
import type { ProjectState } from "#core/session/reading.ts";
import { releasedRun } from "#core/session/gates/released-run.ts";

interface Given {
  readonly ports: Ports;
  readonly state: ProjectState;
  readonly gate: SecretGate;
  readonly signal: AbortSignal;
  readonly step: (text: string) => void;
}

/** Runs parity with servers of its own, Rust as it is released. Verdicts are not kept: those of the project are about the server of every day. */
export async function parityEvidence(
  endpoints: readonly EndpointKey[],
  { ports, state, gate, signal, step }: Given,
): Promise<ParityEvidence> {
  const sides = createSides(ports);
  const verdicts = new Map<EndpointKey, EndpointVerdict>();
  const errors: Finding[] = [];
  let ended: Extract<RunEvent, { kind: "ended" }> | undefined;
  try {
    const run = releasedRun({ kind: "endpoints", endpoints }, state, { ports, sides, signal, gate });
    for await (const event of gatedRun(run, gate)) {
      if (event.kind === "preparing") step(`parity: ${event.side ?? "both"}: ${event.step}`);
      if (event.kind === "endpoint-ended" && event.verdict.isOfNoEndpoint !== true) {
        step(`parity: ${event.verdict.endpoint}`);
        verdicts.set(event.verdict.endpoint, event.verdict);
      }
      if (event.kind === "finding" && event.finding.severity === "error") errors.push(event.finding);
      if (event.kind === "ended") ended = event;
    }
    signal.throwIfAborted();
    return {
      outcome: ended?.outcome ?? { kind: "failed", reason: "The run did not end." },
      verdicts: [...verdicts.values()],
      unported: ended?.totals.unported ?? [],
      withoutCases: ended?.totals.withoutCases ?? [],
      errors,
      ...(ended?.program && { program: ended.program }),
    };
  } finally {
    await sides.dispose();
  }
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
