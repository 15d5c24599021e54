import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { newMark, processesWith } from "../../processes.ts";
import { openWindow, type TestWindow } from "../open-window.ts";

/** A window on a busy machine. */
const LIMIT_MS = 120_000;

const CLIENT = "export type Node = {\n  name: string;\n};\n";

/** A generated client whose type has another field than the generator writes; what it does first is `$BEFORE`. */
const FILES = {
  "portolan.yaml": `version: 1
servers:
  python: { folder: ., start: "true \${port}", ready: / }
  rust: { folder: ., start: "true \${port}", ready: / }
database: { engine: none }
gates:
  client: { command: "sh generate.sh \${output}", output: client.ts }
`,
  "generate.sh": 'cp generated.ts "$1"\n',
  "generated.ts": CLIENT.replace("name", "title"),
  "client.ts": CLIENT,
};

describe("gates in a window", () => {
  let window: TestWindow;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(await realpath(tmpdir()), "portolan-gates-"));
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    window = await openWindow({ workspace: folder });
    await window.openView("Portolan");
  }, LIMIT_MS);

  afterAll(async () => {
    await window.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function runGate(name: string): Promise<void> {
    await window.runCommand("Portolan: Run Gate…");
    await window.quickInput.type(name);
    await window.quickInput.pick(name);
  }

  it(
    "are listed with what they came to, and what one found is a problem at its line",
    async () => {
      await window
        .treeItem(/Gates.*0 of 1 passed/)
        .first()
        .click();
      await window
        .treeItem(/client.*never run/)
        .first()
        .waitFor();
      await window
        .treeItem(/schema.*not set up/)
        .first()
        .waitFor();
      await runGate("client");
      await window
        .treeItem(/client.*1 finding/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await window.runCommand("View: Focus Problems");
      await window.page.getByText("The client's type `Node` is not what the generator writes").first().waitFor();
      await window.screenshot("gates");
      await window.closeNotifications();
      // Mended, it passes, and the problem goes.
      await writeFile(join(folder, "generated.ts"), CLIENT);
      await runGate("client");
      await window
        .treeItem(/client.*passed/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await window
        .treeItem(/Gates.*1 of 1 passed/)
        .first()
        .waitFor();
      await window.page.getByText("The client's type `Node`").first().waitFor({ state: "detached" });
    },
    LIMIT_MS * 2,
  );

  it(
    "can be cancelled, which ends what they started",
    async () => {
      const mark = newMark();
      const variables = Object.entries(mark).map(([name, value]) => `export ${name}=${value}\n`);
      await writeFile(join(folder, "generate.sh"), `${variables.join("")}sleep 600 & wait\n`);
      await runGate("client");
      await window
        .treeItem(/client.*running/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
      await expect.poll(() => processesWith(mark).length, { timeout: LIMIT_MS }).toBeGreaterThan(0);
      await window.page.locator(".notification-toast").getByRole("button", { name: "Cancel" }).click();
      await expect.poll(() => processesWith(mark).length, { timeout: LIMIT_MS }).toBe(0);
      // What it came to before stays.
      await window
        .treeItem(/client.*passed/)
        .first()
        .waitFor({ timeout: LIMIT_MS });
    },
    LIMIT_MS * 2,
  );
});
