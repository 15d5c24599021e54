import { recordingText } from "#core/report/recording-text.ts";
import { serveRecording } from "#core/session/recording/serve-recording.ts";
import { createFiles } from "#host/files/files.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";
import { openRecordingProxy } from "#host/recording/recording-proxy.ts";

import { commandPorts } from "./command-ports.ts";
import { EXIT } from "./exit.ts";
import { openProject, requireProject } from "./open-project.ts";
import { createProgress } from "./progress.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface ServeOptions {
  readonly project?: string;
  /** Relative to the project file. */
  readonly folder?: string;
  readonly port?: number;
}

/**
 * `portolan serve --record`: serves the Python server alone, on a copy of the base, and makes cases of what is sent to it.
 * Ctrl-C ends it and keeps what was recorded. Exit 1 where no case came of it.
 */
export async function serveCommand({ folder, port, ...options }: ServeOptions): Promise<number> {
  const found = requireProject(options.project);
  const ports = commandPorts({ root: found.folder, reach: { around: [process.cwd()] } });
  const project = openProject(options);
  const progress = createProgress(process.stderr);
  try {
    const kept = await serveRecording(
      { session: project.session, files: createFiles(found.folder), environment: process.env },
      {
        ports,
        openProxy: openRecordingProxy,
        ...(port !== undefined && { port }),
        ...(folder !== undefined && { folder }),
        signal: stopSignals(),
        onEvent: progress.show,
        onReady: (listening) => {
          progress.end();
          process.stdout.write(
            `The Python server answers at http://127.0.0.1:${listening}; Ctrl-C ends the recording.\n`,
          );
        },
      },
    );
    process.stdout.write(recordingText(kept, terminalPaint(process.stdout)));
    return kept.file === undefined ? EXIT.findings : EXIT.clean;
  } finally {
    progress.end();
    await project.dispose();
    await ports.dispose();
  }
}
