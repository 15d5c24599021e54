import { standardStreams } from "#host/processes/standard-streams.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";

import { EXIT } from "../exit.ts";
import { openProject } from "../open-project.ts";
import { serveRunner } from "./runner.ts";

/** `portolan run --events`: the process in which the editor's runs happen; it ends when its input closes. */
export async function runCommand(options: { readonly project?: string }): Promise<number> {
  const streams = standardStreams();
  try {
    await serveRunner({
      openSession: async (onDidChangeServers) => {
        const secrets = new Map<string, string>();
        const project = openProject({ ...options, onDidChangeServers, secrets });
        const { session } = project;
        const begin = (given: Readonly<Record<string, string>>): void => {
          secrets.clear();
          for (const [name, value] of Object.entries(given)) secrets.set(name, value);
          // Nobody tells this process what was saved since the last run.
          session.refresh();
        };
        return {
          run: (selection, given, signal) => {
            begin(given);
            return session.run(selection, signal);
          },
          gates: (names, given, signal, show) => {
            begin(given);
            return session.gates(names, signal, show);
          },
          stopServers: (sides) => session.stopServers(sides),
          dispose: () => project.dispose(),
        };
      },
      input: streams.input,
      write: streams.write,
      stop: stopSignals(),
    });
    return EXIT.clean;
  } finally {
    streams.close();
  }
}
