import { UserError } from "#core/model/user-error.ts";
import { findingLines } from "#core/report/findings/finding-lines.ts";
import { recordingText } from "#core/report/recording-text.ts";
import { acceptRecorded, importArchive } from "#core/session/recording/recordings.ts";
import { createFiles } from "#host/files/files.ts";

import { EXIT } from "./exit.ts";
import { openProject } from "./open-project.ts";
import { terminalPaint } from "./terminal-paint.ts";

/** An archive holds the pages and pictures of a whole session. */
const ARCHIVE_LIMIT_BYTES = 256_000_000;

export interface ImportOptions {
  readonly project?: string;
  /** An HTTP archive, relative to the current folder. */
  readonly file: string;
  /** As the user wrote it: `http://localhost:8000`. */
  readonly origin?: string;
}

/** `portolan cases import FILE.har`: makes cases of an HTTP archive, which wait to be accepted. Exit 1 where none came of it. */
export async function importCommand({ file, origin, ...options }: ImportOptions): Promise<number> {
  const text = await createFiles(process.cwd()).read(file, { limitBytes: ARCHIVE_LIMIT_BYTES });
  if (text === undefined)
    throw new UserError(`There is no file ${file}; name an HTTP archive, as a browser's network panel saves it.`);
  const project = openProject(options);
  try {
    const { session, folder } = project;
    const given = { session, files: createFiles(folder), environment: process.env };
    const kept = await importArchive(given, { file, text, ...(origin !== undefined && { origin: originIn(origin) }) });
    process.stdout.write(recordingText(kept, terminalPaint(process.stdout)));
    return kept.file === undefined ? EXIT.findings : EXIT.clean;
  } finally {
    await project.dispose();
  }
}

/** `portolan cases accept [NAME…]`: moves recordings that wait into the folder of case files. Exit 1 where one had to stay. */
export async function acceptCommand(options: { readonly project?: string }, names: readonly string[]): Promise<number> {
  const project = openProject(options);
  try {
    const { session, folder } = project;
    const results = await acceptRecorded({ session, files: createFiles(folder) }, names);
    const paint = terminalPaint(process.stdout);
    for (const result of results) {
      const lines =
        result.kind === "accepted"
          ? [`${result.from} → ${paint.bold(result.file)}`]
          : [`${result.from} stays where it is:`, ...findingLines(result.findings, paint)];
      process.stdout.write(`${lines.join("\n")}\n`);
    }
    return results.every(({ kind }) => kind === "accepted") ? EXIT.clean : EXIT.findings;
  } finally {
    await project.dispose();
  }
}

function originIn(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  throw new UserError(`${text} is no origin; write it as http://localhost:8000.`);
}
