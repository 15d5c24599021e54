import { SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Ports } from "#core/ports.ts";

/** Throws a UserError, on one line, where the servers are to have a network of their own and cannot have one here. */
export async function requireNetwork({ servers }: Project, { processes }: Pick<Ports, "processes">): Promise<void> {
  if (SIDES.every((side) => servers[side].reach === undefined)) return;
  const reason = await processes.whyNoLoopback();
  if (reason === undefined) return;
  throw new UserError(
    `The servers cannot be kept from the network here, as \`network\` in the project file asks: ${reason}. Take \`network\` out to run them without that.`,
  );
}
