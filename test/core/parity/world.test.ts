import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import type { Side } from "#core/model/endpoint.ts";
import type { ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import { caseOf } from "./case-of.ts";
import { createHarness, type Harness } from "./harness.ts";

const SERVER = join(import.meta.dirname, "../../servers/world_server.py");

/** A variable of the caller for the length of a test. */
function setVariable(name: string, value: string): void {
  process.env[name] = value;
  onTestFinished(() => {
    Reflect.deleteProperty(process.env, name);
  });
}

/** Runs one endpoint of two world servers; `settings` for the Rust side. */
async function run(
  harness: Harness,
  path: string,
  settings: Partial<ServerSettings> = {},
): Promise<readonly RunEvent[]> {
  const server = { start: `python3 ${SERVER} \${port} \${database}`, environment: {} };
  const { login: _, ...project } = harness.project({ python: server, rust: { ...server, ...settings } });
  return harness.run({ project, cases: [caseOf("GET", path, { isLoggedIn: false })] });
}

/** What each side answered. */
function answers(events: readonly RunEvent[]): Readonly<Record<Side, unknown>> {
  const ended = events.find((event) => event.kind === "case-ended");
  if (ended === undefined) throw new Error(JSON.stringify(events.at(-1)));
  const bodyOf = (side: Side): unknown => {
    const outcome = ended.result.exchanges[side]?.outcome;
    return outcome?.kind === "answer" && outcome.body.kind === "text" ? JSON.parse(outcome.body.text) : outcome;
  };
  return { python: bodyOf("python"), rust: bodyOf("rust") };
}

test("a key of the caller does not reach a server, until the project file names it", async () => {
  setVariable("OPENAI_API_KEY", "sk-of-the-developer");
  setVariable("AWS_PROFILE", "production");
  await using harness = await createHarness();
  const { python, rust } = answers(await run(harness, "/environment", { inherit: ["AWS_PROFILE", "NOT_SET"] }));
  expect(JSON.stringify(python)).not.toMatch(/sk-of-the-developer|production|AWS_PROFILE|OPENAI/);
  expect(rust).toMatchObject({ AWS_PROFILE: "production" });
  expect(JSON.stringify(rust)).not.toMatch(/sk-of-the-developer|OPENAI|NOT_SET/);
});

test("a server gets where programs are, and a home and a temporary folder of its own that go with it", async () => {
  setVariable("TZ", "Pacific/Auckland");
  await using harness = await createHarness();
  const { python, rust } = answers(await run(harness, "/environment"));
  expect(python).toMatchObject({ PATH: expect.stringContaining(process.env["PATH"] ?? "?"), TZ: "Pacific/Auckland" });
  const folders = [python, rust].flatMap(ownFolders);
  expect(folders.map((folder) => existsSync(folder))).toEqual([true, true, true, true]);
  expect(new Set([...folders, homedir()]).size).toBe(5);
  await harness.sides.stop();
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false, false, false]);
});

test("what a server leaves in its home is not in the real one", async () => {
  await using harness = await createHarness();
  const { python, rust } = answers(await run(harness, "/home"));
  expect([python, rust]).toEqual([[".cached"], [".cached"]]);
});

test("a build gets what the caller has", async () => {
  setVariable("REGISTRY_TOKEN", "for-builds");
  await using harness = await createHarness();
  const events = await run(harness, "/ready", { build: 'echo "built with $REGISTRY_TOKEN in $HOME"' });
  expect(events).toContainEqual({
    kind: "output",
    side: "rust",
    text: `built with for-builds in ${process.env["HOME"]}`,
  });
});

test("a server that ends for want of a variable that the caller has: the reason names it, and never its value", async () => {
  setVariable("STRIPE_KEY", "sk-live-1");
  await using harness = await createHarness();
  const events = await run(harness, "/ready", { environment: { NEEDS: "STRIPE_KEY" } });
  const { outcome } = events.findLast((event) => event.kind === "ended") ?? {};
  const reason = outcome?.kind === "failed" ? outcome.reason : "";
  expect(reason.slice(reason.indexOf("Of your own"))).toMatchInlineSnapshot(`
    "Of your own environment it was not given STRIPE_KEY; \`servers.rust\` in the project file can set it in \`environment\`, or pass it on with \`inherit: [STRIPE_KEY]\`. It printed last:
    1 validation error for Settings
    stripe_key
      Field required"
  `);
  expect(JSON.stringify(events)).not.toContain("sk-live-1");
});

function ownFolders(environment: unknown): readonly string[] {
  if (typeof environment !== "object" || environment === null) throw new Error("The server told no variables.");
  return ["HOME", "TMPDIR"].map((name) => String(Reflect.get(environment, name)));
}
