import assert from "node:assert/strict";

import { after, describe, it } from "mocha";
import * as vscode from "vscode";

import { withDrift } from "../../../scripts/drift-project.ts";
import { activeExtension, lensTitles, openAt, pathOf, treeLine, waitFor, withChangedFile } from "./extension.ts";

const rustNodes = "core-server-rs/src/routes/nodes.rs";

/** The Rust server may have to be built first. */
const buildLimitMs = 10 * 60_000;

describe("a parity run", function () {
  this.timeout(buildLimitMs);

  after(async () => {
    await vscode.commands.executeCommand("portolan.stopServers");
  });

  it("of the route at the cursor ends in a verdict that every view shows", async () => {
    const api = await activeExtension();
    const editor = await openAt(rustNodes, "fn list_nodes");
    await vscode.commands.executeCommand("portolan.runRoute");
    assert.match(treeLine(api, "GET /api/nodes"), /^GET \/api\/nodes — (\d+) of \1$/);
    assert.equal(api.inlineVerdictsText(editor.document), "");
    const titles = await lensTitles(rustNodes);
    assert.ok(
      titles.some((title) => /✓ \d+ of \d+ · just now$/.test(title)),
      titles.join("\n"),
    );
    assert.match(api.statusBarText(), /\$\(vm-running\)$/);
  });

  for (const setting of ["portolan.codeLens.enabled", "editor.codeLens"]) {
    it(`has its verdict behind the handler's line where ${setting} switches off the lens that tells it`, async () => {
      const api = await activeExtension();
      const { document } = await openAt(rustNodes, "fn list_nodes");
      const settings = vscode.workspace.getConfiguration();
      await settings.update(setting, false, vscode.ConfigurationTarget.Workspace);
      try {
        assert.match(api.inlineVerdictsText(document), /^\d+: ✓ (\d+) of \1 · just now$/);
      } finally {
        await settings.update(setting, undefined, vscode.ConfigurationTarget.Workspace);
      }
      assert.equal(api.inlineVerdictsText(document), "");
    });
  }

  it("lets the paths of its answers be completed in a rule and in a case", async () => {
    const api = await activeExtension();
    const pathsAt = async (file: string, text: string, cursor: string): Promise<readonly string[]> => {
      const editor = await openAt(file, "");
      await editor.edit((edit) => edit.insert(editor.document.lineAt(editor.document.lineCount - 1).range.end, text));
      try {
        const at = editor.document.positionAt(editor.document.getText().lastIndexOf(cursor) + cursor.length);
        let labels: readonly string[] = [];
        await waitFor(api, `paths are offered in ${file}`, async () => {
          const list = await vscode.commands.executeCommand<vscode.CompletionList>(
            "vscode.executeCompletionItemProvider",
            editor.document.uri,
            at,
          );
          labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
          return labels.some((label) => label.startsWith("$."));
        });
        return labels;
      } finally {
        await vscode.commands.executeCommand("workbench.action.files.revert");
      }
    };
    const step = "\n- scenario: paths\n  steps:\n    - endpoint: GET /api/nodes\n      capture:\n        total: ";
    assert.ok((await pathsAt("cases/nodes-read.yaml", step, "total: ")).includes("$.total"));
    const project = await openAt("portolan.yaml", "\nrules:");
    const rule = "\n  - endpoint: GET /api/nodes\n    path: ";
    await project.edit((edit) => edit.insert(project.selection.active, `${rule}\n    reason: none`));
    try {
      const at = project.document.positionAt(project.document.getText().indexOf(rule) + rule.length);
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        project.document.uri,
        at,
      );
      const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      assert.ok(labels.includes("$.items[*].name"), labels.join(", "));
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await waitFor(api, "the project is whole again", () => !api.treeText().includes("cannot be used"));
  });

  it("goes stale with an edit of the handler that is not saved", async () => {
    const api = await activeExtension();
    const editor = await openAt(rustNodes, "fn list_nodes");
    const { text } = editor.document.lineAt(editor.selection.active.line);
    const brace = editor.document.getText().indexOf("{\n", editor.document.offsetAt(editor.selection.active)) + 1;
    await editor.edit((edit) => edit.insert(editor.document.positionAt(brace), "\n    let _changed = true;"));
    await waitFor(api, `the verdict on ${text} is stale`, () => treeLine(api, "GET /api/nodes").endsWith("stale"));
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await waitFor(api, "the verdict holds again", () => !treeLine(api, "GET /api/nodes").endsWith("stale"));
  });

  it("that finds a difference opens the panel beside the Rust handler", async () => {
    const api = await activeExtension();
    await withChangedFile(
      "portolan.yaml",
      (text) => withDrift(text, "utc-offset"),
      async () => {
        await openAt(rustNodes, "fn list_nodes");
        await vscode.commands.executeCommand("portolan.runRoute");
        assert.match(treeLine(api, "GET /api/nodes"), /^GET \/api\/nodes — \d+ differs?$/);
        await waitFor(api, "the panel shows it", () => (api.panelState()?.results.length ?? 0) > 0);
        const state = api.panelState();
        assert.equal(state?.endpoint, "GET /api/nodes");
        assert.ok(state.results.some(({ differences }) => differences.length > 0));
        const rust = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === pathOf(rustNodes));
        assert.equal(rust?.viewColumn, vscode.ViewColumn.One);
        await waitFor(
          api,
          "the panel stands in the second column",
          () => tabIn(vscode.ViewColumn.Two) === "GET /api/nodes",
        );
        const line = rust?.document.lineAt(rust.selection.active.line).text;
        assert.match(line ?? "", /fn list_nodes/);
      },
    );
  });

  it("stops its servers when it is told to", async () => {
    const api = await activeExtension();
    await vscode.commands.executeCommand("portolan.stopServers");
    await waitFor(
      api,
      "the servers are down",
      () => api.projects()[0]?.servers.rust === "stopped" && api.projects()[0]?.servers.python === "stopped",
    );
  });
});

/** The label of the tab that is in front in a column. */
function tabIn(column: vscode.ViewColumn): string | undefined {
  return vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === column)?.activeTab?.label;
}
