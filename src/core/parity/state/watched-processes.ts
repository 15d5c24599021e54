import type { Database } from "#core/ports.ts";

import type { ParityPorts } from "../preparation.ts";
import { type UseWatch, watchUse } from "./database-guard.ts";

/** The processes of `ports`, of which the one that is started is watched from then on. */
export function watchedProcesses(
  database: Database,
  { processes, clock }: ParityPorts,
): UseWatch & Pick<ParityPorts, "processes"> {
  let watch: UseWatch | undefined;
  return {
    processes: {
      ...processes,
      start: async (command, onOutput) => {
        const process = await processes.start(command, onOutput);
        const own = watchUse(database, process, clock);
        watch = own;
        void process.exited.finally(() => own.stop());
        return process;
      },
    },
    isSeen: async () => (await watch?.isSeen()) === true,
    stop: () => watch?.stop(),
  };
}
