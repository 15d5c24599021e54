import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { PLAIN } from "#core/report/layout/paint.ts";
import { gateText } from "#core/report/gate/gate-text.ts";
import { createSession } from "#core/session.ts";
import { createReaders } from "#core/session/languages.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const HOST = join(import.meta.dirname, "../../../src/host");

/** Looks at the project's folder before it is removed, and says something of it. */
type Look = (root: string) => Promise<string>;

/**
 * Runs gates on a project of these files, with real commands, and gives what the command line prints, and what is told of the folder
 * then.
 */
export async function checkGate(
  files: Readonly<Record<string, string>>,
  names: readonly string[] = [],
  look: Look = () => Promise.resolve(""),
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "portolan-gate-"));
  const ports = createNodePorts({
    root,
    watchdogFile: join(HOST, "watchdog/watchdog-main.ts"),
    baseMakerFile: join(HOST, "databases/sqlite/base-maker-main.ts"),
    relayFile: join(HOST, "network/relay-main.ts"),
    contractDiffFile: join(HOST, "../../node_modules/@redocly/cli/bin/cli.js"),
    readers: createReaders(createGrammars()),
    log: { info: () => undefined, error: () => undefined },
  });
  const session = createSession(ports, { projectFile: "portolan.yaml", savesVerdicts: false });
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    const results = await session.gates(names, new AbortController().signal, () => undefined);
    return `${gateText(results, PLAIN)}${await look(root)}`.replaceAll(root, "ROOT");
  } finally {
    await session.dispose();
    await ports.dispose();
    await rm(root, { recursive: true, force: true });
  }
}
