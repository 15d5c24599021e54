import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { parseEndpoint } from "#core/model/endpoint.ts";
import type { SourceChange } from "#core/model/source-change.ts";
import { createSession } from "#core/session.ts";
import { createReaders } from "#core/session/languages.ts";
import { createLines } from "#core/text/lines.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const HOST = join(import.meta.dirname, "../../../src/host");

/** A project on the disk in which stubs are written. */
export interface StubProject extends AsyncDisposable {
  readonly folder: string;
  /** What the project's ledger says of an endpoint, read anew. */
  readonly statusOf: (endpoint: string) => Promise<string | undefined>;
  readonly stub: (endpoint: string) => Promise<SourceChange>;
  /** Writes a change, as an editor would. */
  readonly apply: (change: SourceChange) => Promise<void>;
  readonly read: (file: string) => Promise<string>;
}

/** A project of these files, or a copy of a folder without what was built there. */
export async function stubProject(from: string | Readonly<Record<string, string>>): Promise<StubProject> {
  const folder = await mkdtemp(join(tmpdir(), "portolan-stub-"));
  if (typeof from === "string") {
    const filter = (path: string): boolean => !["target", ".venv", ".portolan", ".cache"].includes(basename(path));
    await cp(from, folder, { recursive: true, filter });
  } else {
    for (const [name, text] of Object.entries(from)) await writeBelow(folder, name, text);
  }
  const read = (file: string): Promise<string> => readFile(join(folder, file), "utf8");
  const keyOf = (endpoint: string) => {
    const parsed = parseEndpoint(endpoint);
    if (parsed === undefined) throw new Error(`${endpoint} is no endpoint.`);
    return parsed.key;
  };
  return {
    folder,
    read,
    statusOf: (endpoint) =>
      withSession(folder, async (session) => {
        const { rows } = await session.ledger();
        return rows.find(({ key }) => key === keyOf(endpoint))?.status;
      }),
    stub: (endpoint) => withSession(folder, (session) => session.stub(keyOf(endpoint))),
    apply: async ({ edits, files }) => {
      for (const { file, text } of files) await writeBelow(folder, file, text);
      for (const file of new Set(edits.map((edit) => edit.file))) {
        const text = await read(file);
        const lines = createLines(text);
        const own = edits
          .filter((edit) => edit.file === file)
          .map(({ range, newText }) => ({ at: lines.offsetAt(range.start), to: lines.offsetAt(range.end), newText }));
        const changed = own
          .toSorted((a, b) => b.at - a.at)
          .reduce((before, { at, to, newText }) => `${before.slice(0, at)}${newText}${before.slice(to)}`, text);
        await writeBelow(folder, file, changed);
      }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function withSession<T>(
  folder: string,
  act: (session: ReturnType<typeof createSession>) => Promise<T>,
): Promise<T> {
  const ports = createNodePorts({
    root: folder,
    watchdogFile: join(HOST, "watchdog/watchdog-main.ts"),
    baseMakerFile: join(HOST, "databases/sqlite/base-maker-main.ts"),
    relayFile: join(HOST, "network/relay-main.ts"),
    contractDiffFile: join(HOST, "../../node_modules/@redocly/cli/bin/cli.js"),
    readers: createReaders(createGrammars()),
    log: { info: () => undefined, error: () => undefined },
  });
  const session = createSession(ports, { projectFile: "portolan.yaml", savesVerdicts: false });
  try {
    return await act(session);
  } finally {
    await session.dispose();
    await ports.dispose();
  }
}

async function writeBelow(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}
