import assert from "node:assert/strict";

import { describe, it } from "mocha";
import * as vscode from "vscode";

import { activeExtension, lensTitles, openAt, pathOf, treeLine, waitFor, withChangedFile } from "./extension.ts";

const pythonNodes = "core-server/core_server/api/nodes.py";
const rustNodes = "core-server-rs/src/routes/nodes.rs";

describe("the tree of endpoints", () => {
  it("has every endpoint of the example, by milestone", async () => {
    const api = await activeExtension();
    const withoutStatus = api.treeText().replaceAll(/ — .*/g, "");
    assert.equal(
      withoutStatus,
      [
        "nodes",
        "  POST /api/auth/login",
        "  GET /api/auth/me",
        "  GET /api/nodes",
        "  POST /api/nodes",
        "  DELETE /api/nodes/{node_id}",
        "  GET /api/nodes/{node_id}",
        "  PUT /api/nodes/{node_id}",
        "  GET /healthz",
        "dashboard-state",
        "  GET /api/dashboard/state",
        "Gates",
        "  contract",
        "  client",
        "  schema",
        "  assets",
        "  cutover",
        "  release",
      ].join("\n"),
    );
    assert.equal(treeLine(api, "GET /api/dashboard/state"), "GET /api/dashboard/state — not ported");
  });

  it("is grouped otherwise as soon as the setting says so", async () => {
    const api = await activeExtension();
    await vscode.commands.executeCommand("portolan.groupBy.status");
    try {
      await waitFor(api, "grouped by status", () => api.treeText().startsWith("Not ported — 0 of 1"));
    } finally {
      await vscode.commands.executeCommand("portolan.groupBy.milestone");
    }
    await waitFor(api, "grouped by milestone", () => api.treeText().startsWith("nodes — "));
  });

  it("follows an edit that is not saved, and its undoing", async () => {
    const api = await activeExtension();
    const editor = await openAt(pythonNodes, 'router = APIRouter(prefix="/nodes"');
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, '\n\n@router.get("/{node_id}/logs")\ndef read_logs(): ...\n'));
    await waitFor(api, "the new endpoint is there", () => api.treeText().includes("GET /api/nodes/{node_id}/logs"));
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await waitFor(api, "the new endpoint is gone", () => !api.treeText().includes("/logs"));
  });

  it("follows an edit of Rust that is not saved, and its undoing", async () => {
    const api = await activeExtension();
    const editor = await openAt(rustNodes, "Router::new()");
    const logs = '\n        .route("/{node_id}/logs", get(|| async { "no logs" }))';
    await editor.edit((edit) => edit.insert(editor.selection.active, logs));
    await waitFor(api, "the new endpoint is there", () => api.treeText().includes("GET /api/nodes/{node_id}/logs"));
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await waitFor(api, "the new endpoint is gone", () => !api.treeText().includes("/logs"));
  });

  it("is told in the status bar", async () => {
    const api = await activeExtension();
    assert.match(api.statusBarText(), /^\$\(compass\) (?:nodes|dashboard-state) \d+ %/);
  });
});

describe("CodeLens", () => {
  it("stands on the Python and the Rust handler and on the operation of the contract", async () => {
    await activeExtension();
    const python = await lensTitles(pythonNodes);
    assert.ok(
      python.some((title) => /^\d+: ▶ Run parity$/.test(title)),
      python.join("\n"),
    );
    assert.ok(
      python.some((title) => /^\d+: Rust: nodes\.rs:\d+$/.test(title)),
      python.join("\n"),
    );
    const rust = await lensTitles(rustNodes);
    assert.ok(
      rust.some((title) => /^\d+: Python: nodes\.py:\d+$/.test(title)),
      rust.join("\n"),
    );
    assert.ok(
      rust.some((title) => /^\d+: Contract$/.test(title)),
      rust.join("\n"),
    );
    const contract = await lensTitles("openapi/openapi.json");
    assert.ok(
      contract.some((title) => /^\d+: ▶ Run parity$/.test(title)),
      contract.join("\n"),
    );
  });

  it("stands on the line of the Python decorator", async () => {
    await activeExtension();
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(pathOf(pythonNodes)));
    const lines = new Set((await lensTitles(pythonNodes)).map((title) => Number.parseInt(title, 10)));
    const texts = [...lines].map((line) => document.lineAt(line - 1).text);
    assert.deepEqual(
      texts.map((text) => text.slice(0, "@router.".length)),
      texts.map(() => "@router."),
    );
  });

  it("goes when it is turned off, and comes back", async () => {
    const api = await activeExtension();
    const settings = vscode.workspace.getConfiguration("portolan");
    await settings.update("codeLens.enabled", false, vscode.ConfigurationTarget.Workspace);
    try {
      await waitFor(api, "no lens is left", async () => (await lensTitles(rustNodes)).length === 0);
    } finally {
      await settings.update("codeLens.enabled", undefined, vscode.ConfigurationTarget.Workspace);
    }
    await waitFor(api, "the lenses are back", async () => (await lensTitles(rustNodes)).length > 0);
  });
});

describe("a hover", () => {
  it("tells what the contract says of a handler", async () => {
    await activeExtension();
    const editor = await openAt(rustNodes, "fn list_nodes");
    const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
      "vscode.executeHoverProvider",
      editor.document.uri,
      editor.selection.active,
    );
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((content) => (typeof content === "string" ? content : content.value)),
    );
    assert.ok(
      texts.some((text) => text.includes("GET /api/nodes")),
      texts.join("\n"),
    );
  });
});

describe("a broken project file", () => {
  it("is told at the place, and the endpoints stay", async () => {
    const api = await activeExtension();
    const uri = vscode.Uri.file(pathOf("portolan.yaml"));
    const errors = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "portolan");
    await withChangedFile(
      "portolan.yaml",
      (text) => text.replace("\ndatabase:", "\ndatabse:"),
      async () => {
        await waitFor(api, "the finding is there", () => errors().length > 0);
        const lines = errors().map(({ range, message }) => `${range.start.line + 1}: ${message}`);
        assert.ok(
          lines.some((line) => line.includes("databse")),
          lines.join("\n"),
        );
        await waitFor(api, "the tree says it", () => api.treeText().includes("portolan.yaml cannot be used"));
        assert.ok(api.treeText().includes("GET /api/nodes"));
      },
    );
    await waitFor(api, "the finding is gone", () => errors().length === 0);
    await waitFor(api, "the tree is whole again", () => !api.treeText().includes("cannot be used"));
  });
});
