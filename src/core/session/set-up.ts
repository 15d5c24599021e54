import type { Side } from "#core/model/endpoint.ts";
import type { SetUpChosen } from "#core/model/set-up.ts";
import type { SetUpFrameworks } from "#core/model/sources/framework-set-up.ts";
import { UserError } from "#core/model/user-error.ts";
import { environmentFor } from "#core/parity/sides/environment-for.ts";
import type { Ports, Processes } from "#core/ports.ts";
import { type ProjectProposal, proposeProject } from "#core/project/propose-project.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";
import { routesBelow } from "#core/session/asking/routes-below.ts";
import { PYTHON_FRAMEWORKS, UNREAD_FRAMEWORKS } from "#core/sources/python/frameworks/registry.ts";
import { RUST_FRAMEWORKS } from "#core/sources/rust/frameworks/registry.ts";

/** Servers of the frameworks that are read are looked for. */
const SET_UP_FRAMEWORKS: SetUpFrameworks = {
  python: PYTHON_FRAMEWORKS.map(({ setUp }) => setUp),
  rust: RUST_FRAMEWORKS.flatMap(({ setUp }) => setUp ?? []),
  unread: UNREAD_FRAMEWORKS,
};

/** What a proposal is made from. */
export type SetUpPorts = Pick<Ports, "files" | "environmentFiles" | "readers">;

/** What a project file could say for a folder that has none; see `proposeProject`. Nothing is run. */
export function proposeProjectFor(
  ports: SetUpPorts,
  system: Pick<Processes, "whyNoLoopback" | "pythonsOnPath">,
  chosen: SetUpChosen = {},
): Promise<ProjectProposal> {
  const { files, readers } = ports;
  const proposalSystem = {
    frameworks: SET_UP_FRAMEWORKS,
    whyNoLoopback: () => system.whyNoLoopback(),
    pythonsOnPath: () => system.pythonsOnPath(),
    routesOf: (side: Side, folder: string) =>
      routesBelow(folder, { files: withoutUnreadable(files), readers, sides: [side] }),
    readsEnvironmentFile: (side: Side, folder: string, names: readonly string[]) =>
      readsEnvironmentFile(side, folder, names, ports),
  };
  return proposeProject(files, proposalSystem, chosen);
}

/** A run would stop for it. */
async function readsEnvironmentFile(
  side: Side,
  folder: string,
  names: readonly string[],
  ports: Pick<Ports, "files" | "environmentFiles">,
): Promise<boolean> {
  const environment = Object.fromEntries(names.map((name) => [name, ""]));
  try {
    await environmentFor(side, { folder, start: "", ready: "/", environment }, ports);
    return false;
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}
