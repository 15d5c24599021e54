import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished, vi } from "vitest";

import { packExtension } from "../../../scripts/vsix.ts";
import { createSmallProject } from "../../servers/small-project.ts";
import { circumstancesHere } from "../circumstances.ts";
import { openWindow } from "../open-window.ts";

/** To pack reads all that lies in the checkout. */
const LIMIT_MS = 600_000;

/** The package as `npm run package` makes it of what is built, in a folder of its own. */
function packed(): string {
  const folder = mkdtempSync(join(tmpdir(), "portolan-packed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "portolan.vsix");
  packExtension(circumstancesHere().extension, file);
  return file;
}

it(
  "the package, installed into an empty folder of extensions, lists a project's endpoints, runs parity and shows the verdict",
  async () => {
    const extension = packed();
    await using project = await createSmallProject({ endpoints: [["GET", "/nodes"]] });
    await using window = await openWindow({
      extension,
      workspace: project.folder,
      size: { width: 1600, height: 1000 },
    });
    await window.openView("Portolan");
    await window.treeItem("GET /nodes").waitFor({ timeout: LIMIT_MS / 3 });

    await window.runCommand("Portolan: Run Parity…");
    await window.quickInput.type("GET /nodes");
    await window.quickInput.pick("GET /nodes");
    const verdicts = join(project.folder, ".portolan/verdicts.json");
    await vi.waitFor(() => expect(existsSync(verdicts)).toBe(true), { timeout: LIMIT_MS / 2 });
    expect(readFileSync(verdicts, "utf8")).toContain('"match"');
    await window.treeItem(/GET \/nodes, .*1 of 1/).waitFor();
    await window.screenshot("packed");
  },
  LIMIT_MS,
);
