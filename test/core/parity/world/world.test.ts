import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { createHarness } from "../harness.ts";
import { answers, reasonOf, run } from "./world-harness.ts";

/** A variable of the caller for the length of a test. */
function setVariable(name: string, value: string): void {
  process.env[name] = value;
  onTestFinished(() => {
    Reflect.deleteProperty(process.env, name);
  });
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

test("a key that the project file passes on is masked in all that the server prints", async () => {
  setVariable("STRIPE_KEY", "of-the-developer-42");
  await using harness = await createHarness();
  const events = await run(harness, "/ready", { inherit: ["STRIPE_KEY"], start: "echo key $STRIPE_KEY; exit 1" });
  expect(reasonOf(events)).toContain("It printed last:\nkey •");
  expect(JSON.stringify(events)).not.toContain("of-the-developer-42");
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
  const reason = reasonOf(events);
  expect(reason.slice(reason.indexOf("Of your own"))).toMatchInlineSnapshot(`
    "Of your own environment it was not given STRIPE_KEY; \`servers.rust\` in the project file can set it in \`environment\`, or pass it on with \`inherit: [STRIPE_KEY]\`. It printed last:
    1 validation error for Settings
    stripe_key
      Field required"
  `);
  expect(JSON.stringify(events)).not.toContain("sk-live-1");
});

test("a run stops before anything is built or started where a server would read a .env file", async () => {
  await using harness = await createHarness();
  await writeFile(join(harness.root, "rust/.env"), "STRIPE_KEY=sk-live-1\nSENTRY_DSN='https://k@sentry'\n");
  await writeFile(join(harness.root, ".env"), "REDIS_URL=redis://production\n");
  const events = await run(harness, "/environment", { build: "echo built" });
  expect(reasonOf(events)).toMatchInlineSnapshot(
    `
    "The Python server may read .env (REDIS_URL) by itself, and so use real keys and databases. Say at \`servers.python\` in the project file what it gets instead: with \`env_file: none\` each of these names is passed empty where \`environment\` does not set it, with \`env_file: .env\`, or another file, the values that stand there are passed.
    The Rust server may read rust/.env (SENTRY_DSN, STRIPE_KEY) and .env (REDIS_URL) by itself, and so use real keys and databases. Say at \`servers.rust\` in the project file what it gets instead: with \`env_file: none\` each of these names is passed empty where \`environment\` does not set it, with \`env_file: rust/.env\`, or another file, the values that stand there are passed."
  `,
  );
  expect(JSON.stringify(events)).not.toMatch(/sk-live-1|sentry'|production|built/);
  expect(events.filter(({ kind }) => kind === "preparing")).toEqual([]);
});

test("a .env file with nothing but what the project file sets stops no run", async () => {
  await using harness = await createHarness();
  await writeFile(join(harness.root, "rust/.env"), "REGION=production\n");
  const { rust } = answers(await run(harness, "/environment", { environment: { REGION: "test" } }));
  expect(rust).toMatchObject({ REGION: "test" });
});

test("with `env_file: none` the names of the .env file are passed empty where nothing else sets them", async () => {
  setVariable("REGION", "eu");
  await using harness = await createHarness();
  await writeFile(join(harness.root, "rust/.env"), "STRIPE_KEY=sk-live-1\nREGION=production\nLEVEL=info\nTZ=Mars\n");
  const { rust } = answers(
    await run(harness, "/environment", {
      environmentFile: { kind: "none" },
      inherit: ["REGION"],
      environment: { LEVEL: "debug" },
    }),
  );
  expect(rust).toMatchObject({ STRIPE_KEY: "", REGION: "eu", LEVEL: "debug" });
  expect(JSON.stringify(rust)).not.toMatch(/sk-live-1|production/);
});

test("with `env_file: FILE` that file is passed, and what the .env file has besides is empty", async () => {
  await using harness = await createHarness();
  await writeFile(join(harness.root, "rust/.env"), "STRIPE_KEY=sk-live-1\nREGION=production\n");
  const file = "# for parity\nexport REGION='test # 1'\nLEVEL=info # said\nTEXT=\"two\\nlines\"\nOWN=no\n";
  await writeFile(join(harness.root, "parity.env"), file);
  const { rust } = answers(
    await run(harness, "/environment", {
      environmentFile: { kind: "file", path: "parity.env" },
      environment: { OWN: "yes" },
    }),
  );
  expect(rust).toMatchObject({ STRIPE_KEY: "", REGION: "test # 1", LEVEL: "info", TEXT: "two\nlines", OWN: "yes" });
});

function ownFolders(environment: unknown): readonly string[] {
  if (typeof environment !== "object" || environment === null) throw new Error("The server told no variables.");
  return ["HOME", "TMPDIR"].map((name) => String(Reflect.get(environment, name)));
}
