import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { example, root } from "./example.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "portolan-package-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("the npm package holds all that its command needs", () => {
  const folder = temporaryFolder();
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root });
  const [archive = ""] = readdirSync(folder);
  execFileSync("tar", ["xzf", archive], { cwd: folder });
  const command = join(folder, "package", "dist", "cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, "ledger"], {
    cwd: example,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^9 endpoints: /m);
  expect(status).toBe(0);
  const routes = spawnSync(process.execPath, [command, "routes", example, "--json"], { encoding: "utf8" });
  const rows = JSON.parse(routes.stdout) as readonly { readonly kind: string; readonly implicit?: true }[];
  expect(rows.filter(({ kind, implicit }) => kind === "http" && implicit !== true)).toHaveLength(17);
});

test("the extension's package holds what it needs and nothing of the sources", () => {
  const vsce = join(root, "node_modules", ".bin", "vsce");
  const files = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: root, encoding: "utf8" })
    .trim()
    .split("\n");
  const needed = [
    "client.cjs",
    "server.js",
    "cli.js",
    "worker.js",
    "watchdog.js",
    "base-maker.js",
    "relay.js",
    "webview/panel.js",
    "webview/panel.css",
  ];
  const parsers = ["web-tree-sitter.wasm", "tree-sitter-python.wasm", "tree-sitter-rust.wasm"];
  expect(files).toEqual(expect.arrayContaining([...needed, ...parsers].map((name) => `dist/${name}`)));
  const foreign = files.filter(
    (file) => !/^(?:dist|media)\/|^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)/.test(file),
  );
  expect(foreign).toEqual([]);
});
