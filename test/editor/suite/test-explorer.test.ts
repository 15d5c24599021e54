import assert from "node:assert/strict";

import { after, describe, it } from "mocha";
import * as vscode from "vscode";

import { activeExtension, openAt, treeLine, waitFor, withChangedFile } from "./extension.ts";

const rustNodes = "core-server-rs/src/routes/nodes.rs";

/** The Rust server may have to be built first. */
const buildLimitMs = 4 * 60_000;

describe("the Test Explorer", function () {
  this.timeout(buildLimitMs);

  after(async () => {
    await vscode.commands.executeCommand("portolan.stopServers");
  });

  it("has milestones, and in them what can be run, at the Rust handlers", async () => {
    const api = await activeExtension();
    const nodes = child(api.testItems(), "nodes");
    assert.ok(nodes.children.size > 4);
    const list = child(nodes.children, "GET /api/nodes");
    assert.ok(list.uri?.path.endsWith("routes/nodes.rs"), String(list.uri));
    const editor = await openAt(rustNodes, "fn list_nodes");
    assert.equal(list.range?.start.line, editor.selection.active.line);
  });

  it("is brought up to date and never built anew", async () => {
    const api = await activeExtension();
    const nodes = child(api.testItems(), "nodes");
    const before = child(nodes.children, "GET /api/nodes");
    const editor = await openAt(rustNodes, "Router::new()");
    const logs = '\n        .route("/{node_id}", axum::routing::patch(replace_node))';
    await editor.edit((edit) => edit.insert(editor.selection.active, logs));
    await waitFor(api, "the handler stands a line below", () => {
      return child(nodes.children, "GET /api/nodes").range?.start.line === lineOf(editor.document, "fn list_nodes");
    });
    assert.equal(child(nodes.children, "GET /api/nodes"), before);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await waitFor(api, "the handler stands where it stood", () => {
      return before.range?.start.line === lineOf(editor.document, "fn list_nodes");
    });
    assert.equal(child(child(api.testItems(), "nodes").children, "GET /api/nodes"), before);
  });

  it("runs what is at the cursor, and knows its cases then", async () => {
    const api = await activeExtension();
    await openAt(rustNodes, "fn list_nodes");
    await vscode.commands.executeCommand("testing.runAtCursor");
    await waitFor(
      api,
      "there is a verdict",
      () => /^GET \/api\/nodes — (\d+) of \1$/.test(treeLine(api, "GET /api/nodes")),
      buildLimitMs,
    );
    const list = child(child(api.testItems(), "nodes").children, "GET /api/nodes");
    assert.ok(list.children.size > 1);
    for (const [, each] of list.children) assert.match(each.uri?.path ?? "", /(?:\.yaml|openapi\.json)$/);
  });

  it("stops a run that is cancelled, and what was verified before stays so", async () => {
    const api = await activeExtension();
    await openAt(rustNodes, "fn list_nodes");
    const isRunning = (): boolean => api.projects()[0]?.isRunning === true;
    await withChangedFile(
      rustNodes,
      (text) => `${text}// built anew\n`,
      async () => {
        void vscode.commands.executeCommand("testing.runAtCursor");
        await waitFor(api, "it runs", isRunning);
        await vscode.commands.executeCommand("testing.cancelRun");
        await waitFor(api, "it runs no more", () => !isRunning());
        assert.match(treeLine(api, "GET /api/nodes"), / — (\d+) of \1$/);
      },
    );
  });

  it("runs on save what went stale, and nothing else", async () => {
    const api = await activeExtension();
    const verdictOf = (path: string): string | undefined =>
      api.projects()[0]?.ledger.rows.find(({ key }) => key === path)?.verdict?.at;
    const editor = await openAt(rustNodes, "fn list_nodes");
    await vscode.commands.executeCommand("testing.runCurrentFile");
    await waitFor(
      api,
      "all endpoints of the file have a verdict",
      () => verdictOf("DELETE /api/nodes/{}") !== undefined,
      buildLimitMs,
    );
    const before = { list: verdictOf("GET /api/nodes"), read: verdictOf("GET /api/nodes/{}") };
    await vscode.commands.executeCommand("testing.startContinuousRun");
    try {
      const brace = editor.document.getText().indexOf("{\n    Ok(Json(NodePage") + 1;
      assert.notEqual(brace, 0);
      await editor.edit((edit) => edit.insert(editor.document.positionAt(brace), "\n    let _changed = true;"));
      await editor.document.save();
      await waitFor(
        api,
        "there is a new verdict",
        () => verdictOf("GET /api/nodes") !== before.list && / — (\d+) of \1$/.test(treeLine(api, "GET /api/nodes")),
        buildLimitMs,
      );
      assert.equal(verdictOf("GET /api/nodes/{}"), before.read);
    } finally {
      await vscode.commands.executeCommand("testing.stopContinuousRun");
      await vscode.commands.executeCommand("undo");
      await editor.document.save();
    }
  });

  it("shows an error of the compiler at its line while the build goes on", async () => {
    const api = await activeExtension();
    await withChangedFile(
      "portolan.yaml",
      (text) => text.replace("    build: cargo build\n", "    build: cargo build || (sleep 20; false)\n"),
      async () => {
        const editor = await openAt(rustNodes, "fn list_nodes");
        const errors = (): readonly vscode.Diagnostic[] =>
          vscode.languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === "portolan build");
        await vscode.commands.executeCommand("testing.startContinuousRun");
        try {
          const brace = editor.document.getText().indexOf("{\n    Ok(Json(NodePage") + 1;
          assert.notEqual(brace, 0);
          await editor.edit((edit) =>
            edit.insert(editor.document.positionAt(brace), '\n    let _changed: u32 = "no number";'),
          );
          await editor.document.save();
          await waitFor(api, "the error is shown", () => errors().length > 0, buildLimitMs);
          assert.equal(api.projects()[0]?.isRunning, true);
          const [error] = errors();
          assert.match(error?.message ?? "", /^mismatched types/);
          assert.match(editor.document.lineAt(error?.range.start.line ?? 0).text, /no number/);
        } finally {
          await vscode.commands.executeCommand("testing.stopContinuousRun");
          await vscode.commands.executeCommand("undo");
          await editor.document.save();
        }
      },
    );
  });
});

function child(collection: vscode.TestItemCollection, label: string): vscode.TestItem {
  const found = [...collection].map(([, item]) => item).find((item) => item.label === label);
  assert.ok(found, `${label} is not among ${[...collection].map(([, item]) => item.label).join(", ")}`);
  return found;
}

function lineOf(document: vscode.TextDocument, text: string): number {
  return document.positionAt(document.getText().indexOf(text)).line;
}
