import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { packExtension } from "../../scripts/vsix.ts";
import { createSmallProject } from "../servers/small-project.ts";
import { example, root } from "./example.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "portolan-package-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe("the npm package, installed in an empty folder", () => {
  let installed = "";

  beforeAll(() => {
    installed = mkdtempSync(join(tmpdir(), "portolan-installed-"));
    execFileSync("npm", ["pack", "--silent", "--pack-destination", installed], { cwd: root });
    const [archive = ""] = readdirSync(installed);
    writeFileSync(join(installed, "package.json"), "{}");
    execFileSync("npm", ["install", "--silent", "--offline", "--no-audit", `./${archive}`], { cwd: installed });
    return () => rmSync(installed, { recursive: true, force: true });
  });

  const portolan = (folder: string, ...args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(join(installed, "node_modules/.bin/portolan"), args, { cwd: folder, encoding: "utf8" });

  test("has no dependency", () => {
    expect(readdirSync(join(installed, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["portolan"]);
  });

  test("lists the ledger and the routes, and compares files", () => {
    const { status, stdout, stderr } = portolan(example, "ledger");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\d+ endpoints: /m);
    expect(status).toBe(0);
    const rows = JSON.parse(portolan(example, "routes", example, "--json").stdout) as readonly {
      readonly kind: string;
      readonly implicit?: true;
    }[];
    expect(rows.filter(({ kind, implicit }) => kind === "http" && implicit !== true)).not.toHaveLength(0);
    expect(portolan(example, "compare", "portolan.yaml", "portolan.yaml").status).toBe(0);
  });

  test("proposes a project file", () => {
    const { status, stdout } = portolan(temporaryFolder(), "init", example);
    expect(stdout).toContain("servers:");
    expect(status).not.toBe(2);
  });

  test("runs parity and writes every report, the HTML page with its script and style", async () => {
    await using project = await createSmallProject();
    const files = ["json", "junit", "sarif", "markdown", "html", "github"];
    const reports = files.flatMap((kind) => ["--report", `${kind}=out/run.${kind}`]);
    const { status, stdout, stderr } = portolan(project.folder, "check", ...reports);
    expect(stderr).not.toContain("    at ");
    expect(stdout).toContain("1 of 1 case match");
    expect(status).toBe(0);
    expect(readdirSync(join(project.folder, "out")).toSorted()).toEqual(files.map((kind) => `run.${kind}`).toSorted());
    const page = readFileSync(join(project.folder, "out/run.html"), "utf8");
    expect(page.length).toBeGreaterThan(50_000);
    expect(page).toContain(".visual-line");
    expect(page).toContain('url("data:font/ttf;base64,');
    expect(page).not.toContain("codicon.ttf");
  });

  test("suggests rules", async () => {
    await using project = await createSmallProject();
    expect(portolan(project.folder, "rules", "suggest", "--json").stdout).toContain('"version": 1');
  });

  test("knows every command that the README lists", () => {
    const readme = readFileSync(join(installed, "node_modules/portolan/README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `portolan ([a-z]+(?: [a-z]+)?)/gm)].map(([, words = ""]) => words);
    expect(listed.length).toBeGreaterThan(15);
    for (const words of new Set(listed)) {
      const { status, stdout, stderr } = portolan(installed, ...words.split(" "), "--help");
      expect([words, status, stderr]).toEqual([words, 0, ""]);
      expect(stdout).toMatch(new RegExp(`^Usage: portolan ${words}`));
    }
  });

  test("reads a contract, and explains how a path came about", () => {
    const contract = portolan(installed, "routes", join(example, "openapi/openapi.json"));
    expect([contract.status, contract.stderr]).toEqual([0, ""]);
    expect(contract.stdout).toMatch(/^GET +\/api\/nodes\/\{node_id\}/m);
    const explained = portolan(example, "routes", example, "--explain", "GET /api/nodes/{node_id}");
    expect([explained.status, explained.stderr]).toEqual([0, ""]);
    expect(explained.stdout).toContain("core-server-rs/src/routes/nodes.rs");
  });

  test("makes requests up, and asks the gates", async () => {
    await using project = await createSmallProject();
    const { stdout, stderr } = portolan(project.folder, "check", "--generate");
    expect(stderr).not.toContain("    at ");
    expect(stdout).toMatch(/\d+ of \d+ cases? match/);
    const gate = portolan(project.folder, "gate", "contract");
    expect(gate.stderr).not.toContain("    at ");
    expect(gate.stdout).toContain("contract");
  });

  test("makes cases of what a browser recorded", async () => {
    await using project = await createSmallProject({
      files: { "cases/own.yaml": "- { endpoint: GET /nodes, name: all }\n" },
    });
    const entry = {
      startedDateTime: "2026-11-30T10:00:00Z",
      request: { method: "GET", url: "http://127.0.0.1:8000/nodes", headers: [], queryString: [], cookies: [] },
      response: { status: 200, headers: [], cookies: [], content: { mimeType: "application/json", text: "[]" } },
    };
    writeFileSync(join(project.folder, "one.har"), JSON.stringify({ log: { version: "1.2", entries: [entry] } }));
    const imported = portolan(project.folder, "cases", "import", "one.har");
    expect(imported.stderr).not.toContain("    at ");
    expect([imported.status, imported.stdout]).toEqual([0, expect.stringMatching(/1 (?:case|request)/)]);
    const accepted = portolan(project.folder, "cases", "accept");
    expect([accepted.status, accepted.stderr]).toEqual([0, ""]);
    expect(readdirSync(join(project.folder, "cases")).length).toBeGreaterThan(1);
  });

  test("carries the notices of everything in it", () => {
    const text = readFileSync(join(installed, "node_modules/portolan/dist/THIRD-PARTY-NOTICES.txt"), "utf8");
    checkNotices(text);
  });
});

/** Whose software lies in the bundles, and under which licence. */
function checkNotices(text: string): void {
  const titles = [...text.matchAll(/^=+\n(\S+)(?: [\d.]\S*)? \((.+)\)\n=+$/gm)].map(
    ([, name, license]) => `${name} ${license}`,
  );
  expect(titles).toEqual(
    expect.arrayContaining([
      "undici MIT",
      "commander MIT",
      "preact MIT",
      "yaml ISC",
      "web-tree-sitter MIT",
      "tree-sitter-python MIT",
      "tree-sitter-rust MIT",
      "vscode-languageclient MIT",
      "vscode-languageserver MIT",
      "pg MIT",
    ]),
  );
  expect(titles.some((title) => title.startsWith("@vscode/codicons CC-BY-4.0"))).toBe(true);
  expect(titles.filter((title) => title.endsWith("undefined"))).toEqual([]);
  expect(text).toContain("Copyright (c) Matteo Collina and Undici contributors");
}

function vsce(...args: readonly string[]): string {
  const program = join(root, "node_modules", ".bin", "vsce");
  return execFileSync(process.execPath, [program, ...args], { cwd: root, encoding: "utf8" });
}

test("the extension's package has at most 2 MB", () => {
  const file = join(temporaryFolder(), "portolan.vsix");
  packExtension(root, file);
  expect(statSync(file).size).toBeLessThanOrEqual(2_000_000);
});

test("the extension's package holds what it needs and nothing of the sources", () => {
  const files = vsce("ls", "--no-dependencies").trim().split("\n");
  const needed = [
    "client.cjs",
    "language-client.cjs",
    "server.js",
    "cli.js",
    "worker.js",
    "watchdog.js",
    "base-maker.js",
    "relay.js",
    "webview/panel.js",
    "webview/panel.css",
    "THIRD-PARTY-NOTICES.txt",
  ];
  const parsers = ["web-tree-sitter.wasm", "tree-sitter-python.wasm", "tree-sitter-rust.wasm"];
  expect(files).toEqual(expect.arrayContaining([...needed, ...parsers].map((name) => `dist/${name}`)));
  const foreign = files.filter(
    (file) => !/^(?:dist|media|docs)\/|^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)/.test(file),
  );
  expect(foreign).toEqual([]);
  checkNotices(readFileSync(join(root, "dist/THIRD-PARTY-NOTICES.txt"), "utf8"));
});
