import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { portolan } from "./example.ts";

test("init prints a project file and writes it only with --write, never over one that is there", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/health"]] });
  const file = join(project.folder, "portolan.yaml");
  const before = await readFile(file, "utf8");
  const refused = await portolan(project.folder, ["init", "--write"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("stays as it is")]);
  expect(await readFile(file, "utf8")).toBe(before);

  await rm(file);
  const printed = await portolan(project.folder, ["init"]);
  expect(printed.stdout).toContain("    ready: /health # rust/src/main.rs:1\n");
  await expect(readFile(file)).rejects.toThrow("ENOENT");

  const written = await portolan(project.folder, ["init", "--write"]);
  expect([written.code, written.stderr]).toEqual([1, expect.stringContaining("portolan.yaml was written.")]);
  expect(await readFile(file, "utf8")).toBe(written.stdout);

  const run = await portolan(project.folder, ["check"]);
  expect(run.code).toBe(2);
  expect(run.stdout + run.stderr).toContain("This is to be filled in by you: how it takes the port");
});

const SERVER = join(import.meta.dirname, "../core/parity/servers/small-server.ts");

/** A project file whose servers are small real ones; more of each as given. */
async function tryWith(
  project: { readonly folder: string },
  servers: Readonly<Record<"python" | "rust", { readonly start?: string; readonly more?: string }>>,
  database = "{ engine: sqlite, migrations: migrations }",
) {
  const small = `${process.execPath} --no-warnings ${SERVER} \${port} "$DATABASE"`;
  const lines = (["python", "rust"] as const).flatMap((side) => [
    `  ${side}:`,
    `    folder: ${side}`,
    `    start: ${JSON.stringify(servers[side].start ?? small)}`,
    "    ready: /ready",
    servers[side].more ?? '    environment: { DATABASE: "${database}" }',
  ]);
  const text = ["version: 1", "servers:", ...lines, `database: ${database}`, ""];
  await writeFile(join(project.folder, "portolan.yaml"), text.join("\n"));
  const run = await portolan(project.folder, ["init", "--try", "--yes"]);
  expect(run.survivors).toEqual([]);
  return run;
}

test("a trial tells for each side how far it comes, and what mends the rest", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/nodes"]] });
  const good = await tryWith(project, { python: {}, rust: {} });
  expect([good.code, good.stdout]).toMatchInlineSnapshot(`
    [
      0,
      "✓ the database was made
    ✓ Python: started, and answers at its ready path
    ✓ Python: uses the database that Portolan made
    ✓ Rust: started, and answers at its ready path
    ✓ Rust: uses the database that Portolan made
    ",
    ]
  `);

  const bad = await tryWith(project, {
    python: { start: "echo no settings; exit 3" },
    rust: { more: '    environment: { DATABASE: "other.db" }\n    build: exit 4' },
  });
  expect([bad.code, bad.stdout]).toMatchInlineSnapshot(`
    [
      1,
      "✗ Rust: not built
      The build of the Rust server failed: \`exit 4\` in rust ended with code 4. It printed nothing.
    ✓ the database was made
    ✗ Python: not started
      The Python server, \`echo no settings; exit 3\` in python, ended with code 3 before it was ready. It printed last:
      no settings
    ",
    ]
  `);
});

test("a trial says nothing of a database where there is none", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/nodes"]] });
  const more = '    environment: { DATABASE: ":memory:" }';
  const { code, stdout, stderr } = await tryWith(project, { python: { more }, rust: { more } }, "{ engine: none }");
  expect([code, stdout]).toEqual([
    0,
    "✓ Python: started, and answers at its ready path\n✓ Rust: started, and answers at its ready path\n",
  ]);
  expect(stderr).not.toMatch(/database|logging in/);
});

test("what still is to be filled in keeps only its own side from being started", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/nodes"]] });
  const { code, stdout } = await tryWith(project, {
    python: { more: '    environment: { DATABASE: "x" } # FILL IN: the variable' },
    rust: {},
  });
  expect([code, stdout]).toMatchInlineSnapshot(`
    [
      1,
      "✗ the project file
      portolan.yaml:7:36: This is to be filled in by you: the variable. Take the mark away when it is right.
    ✓ the database was made
    ✓ Rust: started, and answers at its ready path
    ✓ Rust: uses the database that Portolan made
    ",
    ]
  `);
});

test("a server that uses another database is told in a trial", async () => {
  await using project = await createSmallProject({ endpoints: [["GET", "/nodes"]] });
  const { code, stdout } = await tryWith(project, {
    python: {},
    rust: { more: "    environment: { DATABASE: other.db }" },
  });
  expect(code).toBe(1);
  expect(stdout).toContain("✓ Python: uses the database that Portolan made");
  expect(stdout).toContain("✗ Rust: ");
});

test("nothing is run without consent", async () => {
  await using project = await createSmallProject({ start: { python: "touch ran", rust: "touch ran" } });
  const { code, stdout, stderr } = await portolan(project.folder, ["init", "--try"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("python, in python: touch ran\n");
  expect(stderr).toContain("Nothing was run");
});
