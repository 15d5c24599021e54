import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { GateContext } from "./gate.ts";

/** Runs a server's `build`, where it has one. Throws a UserError where that fails. */
export async function buildServer({ project, step, outputOf }: GateContext, side: Side): Promise<void> {
  const { build: line, folder, environment } = project.servers[side];
  if (line === undefined) return;
  step(`${SIDE_NAMES[side]}: ${line}`);
  await outputOf({ line, folder, world: { kind: "caller" }, environment });
}
