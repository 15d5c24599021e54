import type { Finding } from "#core/model/finding.ts";
import type { ReleaseSettings } from "#core/model/gates/gate-settings.ts";
import type { Project } from "#core/model/project.ts";
import type { ReleasedProgram } from "#core/model/run/released-program.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection } from "#core/model/session.ts";
import { couldNotRun, type RunSurroundings, runSelection } from "#core/session/selection/run-selection.ts";
import type { ProjectState } from "#core/session/reading.ts";
import { fileHash } from "#core/session/gates/file-hash.ts";

/**
 * Runs parity with the Rust server built and started as it is released. Looks while the first case is answered whether the program
 * is the one that runs; `ended` has its hash where it is, and stayed as it was to the end. Where not, findings of severity
 * `error` say why.
 */
export async function* releasedRun(
  selection: Selection,
  state: ProjectState,
  surroundings: RunSurroundings,
): AsyncGenerator<RunEvent, void, undefined> {
  const { project } = state;
  const settings = project?.gates?.release;
  if (project !== undefined && settings === undefined) {
    yield* couldNotRun(
      `${project.file} does not say what is released; write \`gates: { release: { binary: FILE } }\`.`,
      [],
    );
    return;
  }
  const released = project && settings && releasedAs(project, settings);
  const run = runSelection(selection, { ...state, ...(released && { project: released }) }, surroundings);
  if (settings === undefined) return yield* run;
  const seen = watchProgram(settings, surroundings);
  for await (const event of run) {
    if (event.kind === "case-ended") await seen.look();
    if (event.kind !== "ended" || event.outcome.kind !== "completed") {
      yield event;
      continue;
    }
    const { findings, program } = await seen.judge();
    for (const finding of findings) yield { kind: "finding", finding };
    yield { ...event, ...(program && { program }) };
  }
}

function releasedAs(project: Project, { build, start }: ReleaseSettings): Project {
  const rust = {
    ...project.servers.rust,
    ...(build !== undefined && { build }),
    ...(start !== undefined && { start }),
  };
  return { ...project, servers: { ...project.servers, rust } };
}

function watchProgram({ binary, place }: ReleaseSettings, { ports }: Pick<RunSurroundings, "ports">) {
  let first: { readonly isRun: "yes" | "no" | "unknown"; readonly sha256?: string } | undefined;
  const fault = (code: string): { readonly findings: readonly Finding[]; readonly program?: ReleasedProgram } => ({
    findings: [{ code, severity: "error", place, facts: { binary } }],
  });
  return {
    look: async () => {
      if (first !== undefined) return;
      const isRun = await ports.processes.isRunning(binary);
      first = { isRun, ...(await fileHash(ports, binary)) };
    },
    judge: async () => {
      const last = await fileHash(ports, binary);
      if (last === undefined) return fault("release-binary-missing");
      if (first === undefined || first.isRun === "no") return fault("release-other-binary");
      if (first.sha256 !== last.sha256) return fault("release-binary-changed");
      const isUnseen = first.isRun === "unknown";
      return { findings: [], program: { file: binary, ...last, ...(isUnseen && { isUnseen }) } };
    },
  };
}
