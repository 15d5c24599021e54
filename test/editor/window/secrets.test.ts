import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, vi } from "vitest";

import { openWindow } from "../open-window.ts";

/** The Rust server may have to be built for this copy of the example. */
const RUN_LIMIT_MS = 240_000;

const CASE = `- endpoint: GET /api/nodes/{node_id}
  name: a node that a secret names
  parameters: { node_id: "\${secret:HARBOUR_NODE}" }
  expect: 404
`;

it(
  "a run asks for a secret that the environment does not have, keeps it for the next run, and shows it nowhere",
  async () => {
    await using window = await openWindow({ size: { width: 1600, height: 1000 } });
    mkdirSync(join(window.workspace, "cases"), { recursive: true });
    writeFileSync(join(window.workspace, "cases/secret.yaml"), CASE);
    await window.openFile("core-server-rs/src/routes/nodes.rs");
    const run = async (): Promise<void> => {
      await window.runCommand("Portolan: Run Parity…");
      await window.quickInput.type("GET /api/nodes/{node_id}");
      await window.quickInput.pick("GET /api/nodes/{node_id}");
    };
    await run();
    await window.page.getByText("It stands for ${secret:HARBOUR_NODE}").waitFor({ timeout: RUN_LIMIT_MS });
    await window.quickInput.type("lantern-4711-pier");
    await window.page.keyboard.press("Enter");
    const kept = join(window.workspace, ".portolan/verdicts.json");
    await vi.waitFor(() => expect(existsSync(kept)).toBe(true), { timeout: RUN_LIMIT_MS });
    expect(readFileSync(kept, "utf8")).not.toContain("lantern-4711-pier");

    // Each run that ends writes its verdicts. This one would wait for the secret if it asked for it once more.
    rmSync(kept);
    await run();
    await vi.waitFor(() => expect(existsSync(kept)).toBe(true), { timeout: RUN_LIMIT_MS });
    expect(readFileSync(kept, "utf8")).toContain("GET /api/nodes/{}");
    expect(await window.page.getByText("It stands for ${secret:HARBOUR_NODE}").count()).toBe(0);
  },
  RUN_LIMIT_MS * 3,
);
