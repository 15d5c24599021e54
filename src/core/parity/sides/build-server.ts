import type { Side } from "#core/model/endpoint.ts";
import type { ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";

import { abortable } from "../abortable.ts";
import type { Preparation } from "../preparation.ts";
import { hasPlaceholder } from "./placeholders.ts";
import { exitText, lastOutputText, SIDE_NAMES } from "./server-text.ts";

/** Runs the side's build command, where it has one. Throws a UserError with the last output where it fails. */
export async function buildServer(side: Side, settings: ServerSettings, preparation: Preparation): Promise<void> {
  if (settings.build === undefined) return;
  const { ports, signal, emit } = preparation;
  emit({ kind: "preparing", side, step: "build" });
  // Port and database are not known yet; what needs them is for the server alone.
  const environment = Object.entries(settings.environment).filter(([, value]) => !hasPlaceholder(value));
  const build = await ports.processes.start(
    {
      line: settings.build,
      folder: settings.folder,
      world: { kind: "caller" },
      environment: Object.fromEntries(environment),
    },
    (text) => emit({ kind: "output", side, text }),
  );
  try {
    const exit = await abortable(build.exited, signal);
    if (exit.code !== 0) {
      throw new UserError(
        `The build of the ${SIDE_NAMES[side]} server failed: \`${settings.build}\` in ${settings.folder} ${exitText(exit)}.${lastOutputText(build)}`,
      );
    }
  } finally {
    await build.dispose();
  }
}
