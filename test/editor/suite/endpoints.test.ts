import assert from "node:assert/strict";

import { describe, it } from "mocha";
import * as vscode from "vscode";

import type { TestApi } from "../../../src/client/test-api.ts";
import { activeExtension, lensTitles, openAt, pathOf, treeLine, waitFor, withChangedFile } from "./extension.ts";

const pythonNodes = "core-server/core_server/api/nodes.py";
const rustNodes = "core-server-rs/src/routes/nodes.rs";

describe("the tree of endpoints", () => {
  it("has every endpoint of the example, by milestone", async () => {
    const api = await activeExtension();
    const groups = new Map<string, string[]>();
    for (const line of api.treeText().replaceAll(/ — .*/g, "").split("\n")) {
      if (line.startsWith("  ")) [...groups.values()].at(-1)?.push(line.trim());
      else groups.set(line, []);
    }
    assert.deepEqual([...groups.keys()].slice(0, 3), ["auth", "dashboard-state", "nodes"]);
    assert.deepEqual(groups.get("dashboard-state"), ["GET /api/dashboard/state"]);
    assert.deepEqual(groups.get("reports"), [
      "GET /api/reports/access",
      "GET /api/reports/fleet",
      "GET /api/reports/traffic",
    ]);
    assert.ok(groups.get("nodes")?.includes("PUT /api/nodes/{node_id}"));
    assert.deepEqual(groups.get("Gates"), ["contract", "client", "schema", "assets", "cutover", "release"]);
    assert.equal(treeLine(api, "GET /api/reports/fleet"), "GET /api/reports/fleet — not ported");
  });

  it("is grouped otherwise as soon as the setting says so", async () => {
    const api = await activeExtension();
    await vscode.commands.executeCommand("portolan.groupBy.status");
    try {
      await waitFor(api, "grouped by status", () => /^Not ported — 3 /m.test(api.treeText()));
    } finally {
      await vscode.commands.executeCommand("portolan.groupBy.milestone");
    }
    await waitFor(api, "grouped by milestone", () => api.treeText().startsWith("auth — "));
  });

  it("is narrowed to what is not ported, and widened again", async () => {
    const api = await activeExtension();
    await vscode.commands.executeCommand("portolan.filter.unported");
    try {
      assert.equal(
        api.treeText().replaceAll(/ — .*/g, ""),
        ["reports", "  GET /api/reports/access", "  GET /api/reports/fleet", "  GET /api/reports/traffic"].join("\n"),
      );
    } finally {
      await vscode.commands.executeCommand("portolan.filter.all");
    }
    assert.ok(api.treeText().includes("GET /healthz"));
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
    assert.match(api.statusBarText(), /^\$\(compass\) [\w-]+ \d+ %/);
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
    assert.ok(texts.length > 4);
    for (const text of texts) assert.match(text, /^@(?:order_)?router\./);
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

describe("an endpoint", () => {
  it("leads from YAML to both handlers, from one handler to the other, and to all that names it", async () => {
    await activeExtension();
    const placesBy = async (command: string, file: string, text: string): Promise<readonly string[]> => {
      const editor = await openAt(file, text);
      const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
        command,
        editor.document.uri,
        editor.selection.active,
      );
      const uris = found.map((each) => ("uri" in each ? each.uri : each.targetUri).path);
      return [...new Set(uris.map((path) => path.slice(path.lastIndexOf("/") + 1)))].toSorted();
    };
    const yaml = "- GET /api/nodes/{node";
    assert.deepEqual(await placesBy("vscode.executeDefinitionProvider", "portolan.yaml", yaml), [
      "nodes.py",
      "nodes.rs",
    ]);
    assert.ok((await placesBy("vscode.executeImplementationProvider", rustNodes, "fn read_node")).includes("nodes.py"));
    const references = await placesBy("vscode.executeReferenceProvider", rustNodes, "fn read_node");
    for (const name of ["nodes.py", "nodes.rs", "openapi.json", "nodes-read.yaml", "portolan.yaml"]) {
      assert.ok(references.includes(name), `${name} is not among ${references.join(", ")}`);
    }
    await openAt(rustNodes, "fn read_node");
    await vscode.commands.executeCommand("portolan.goToCounterpart");
    assert.ok(vscode.window.activeTextEditor?.document.uri.path.endsWith("nodes.py"));
  });
});

describe("a lens that leads to a place", () => {
  it("opens nothing but files of the workspace and of the project", async () => {
    await openAt(rustNodes, "fn read_node");
    const [project] = (await activeExtension()).projects();
    assert.ok(project !== undefined);
    const goTo = async (uri: vscode.Uri): Promise<string | undefined> => {
      const target = { uri: uri.toString(), line: 0, character: 0 };
      await vscode.commands.executeCommand("portolan.lens.goTo", { project: project.uri, endpoint: "GET /", target });
      return vscode.window.activeTextEditor?.document.uri.path;
    };
    assert.ok((await goTo(vscode.Uri.file("/etc/hostname")))?.endsWith("nodes.rs"));
    assert.ok((await goTo(vscode.Uri.parse("untitled:elsewhere")))?.endsWith("nodes.rs"));
    const file = vscode.Uri.joinPath(vscode.Uri.parse(project.folder), pythonNodes);
    assert.ok((await goTo(file))?.endsWith("nodes.py"));
  });
});

describe("YAML of a project", () => {
  it("is completed with keys, endpoints and what they mean, without any other extension", async () => {
    const api = await activeExtension();
    const editor = await openAt("cases/nodes-read.yaml", "");
    const uri = editor.document.uri;
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(0, 0), "- endpoint: GET /api/nodes\n  \n- endpoint: \n"),
    );
    try {
      const labels = async (line: number, character: number): Promise<readonly string[]> => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList>(
          "vscode.executeCompletionItemProvider",
          uri,
          new vscode.Position(line, character),
        );
        return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
      };
      await waitFor(api, "keys are offered", async () => (await labels(1, 2)).includes("expect"));
      assert.ok(!(await labels(1, 2)).includes("endpoint"));
      assert.ok((await labels(2, 12)).includes("GET /api/dashboard/state"));
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
  });

  it("has a lens at milestones and cases, and a mend for a word that is nearly known", async () => {
    const api = await activeExtension();
    assert.ok((await lensTitles("portolan.yaml")).some((title) => title.endsWith("▶ Run milestone")));
    assert.ok((await lensTitles("cases/nodes-read.yaml")).some((title) => title.endsWith("▶ Run this case")));
    const editor = await openAt("portolan.yaml", "\ndatabase");
    const { document } = editor;
    const word = new vscode.Range(editor.selection.active.translate(0, -8), editor.selection.active);
    await editor.edit((edit) => edit.replace(word, "databse"));
    try {
      await waitFor(api, "the mend is offered", async () => {
        const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          document.uri,
          new vscode.Range(word.start, word.start.translate(0, 7)),
        );
        return actions.some(({ title }) => title === "Change to database");
      });
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await waitFor(api, "the project is whole again", () => !api.treeText().includes("cannot be used"));
  });
});

describe("what is found between the two sides", () => {
  it("is a hint where Rust lacks a handler, with its creation as the fix", async () => {
    const api = await activeExtension();
    const editor = await openAt("core-server/core_server/api/reports.py", "def report_fleet");
    const { uri } = editor.document;
    const ofLine = (): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(uri).filter(({ range }) => range.contains(editor.selection.active));
    await waitFor(api, "the hint is there", () => ofLine().some(({ code }) => code === "handler-missing"));
    const hint = ofLine().find(({ code }) => code === "handler-missing");
    assert.ok(hint !== undefined);
    assert.equal(hint.message, "Rust has no handler for GET /api/reports/fleet yet.");
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    const titles = (await actionsAt(uri, hint.range)).map(({ title }) => title);
    assert.ok(titles.includes("Create Rust handler for GET /api/reports/fleet"), titles.join("\n"));
  });

  it("is mended in the Rust source: a slash too much, and a route that stands there twice", async () => {
    const api = await activeExtension();
    const python = await openAt(pythonNodes, 'router = APIRouter(prefix="/nodes"');
    const end = python.document.lineAt(python.document.lineCount - 1).range.end;
    await python.edit((edit) => edit.insert(end, '\n\n@router.get("/{node_id}/logs")\ndef read_logs(): ...\n'));
    const rust = await openAt(rustNodes, "Router::new()");
    const { document } = rust;
    const before = document.getText();
    const slash = '\n        .route("/{node_id}/logs/", get(read_node))';
    const twice = '\n        .route("/{node_id}/logs/", get(read_node))';
    await rust.edit((edit) => edit.insert(rust.selection.active, `${slash}${twice}`));
    try {
      await mend(api, document.uri, "route-duplicate", /^Take this route out/);
      assert.equal(document.getText().split("/logs/").length, 2);
      await mend(api, document.uri, "path-slash-differs", /^Take the slash off/);
      assert.ok(document.getText().includes('.route("/{node_id}/logs", get(read_node))'));
      await waitFor(api, "nothing is left to mend", () =>
        vscode.languages.getDiagnostics(document.uri).every(({ code }) => code !== "path-slash-differs"),
      );
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
      assert.equal(document.getText(), before);
      await vscode.window.showTextDocument(python.document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await waitFor(api, "the endpoint is gone", () => !api.treeText().includes("/logs"));
  });
});

/** Waits for a finding of Portolan's in a file and applies what is offered there under a title. */
async function mend(api: TestApi, uri: vscode.Uri, code: string, title: RegExp): Promise<void> {
  const found = (): vscode.Diagnostic | undefined =>
    vscode.languages.getDiagnostics(uri).find((each) => each.source === "portolan" && each.code === code);
  await waitFor(api, `${code} is found`, () => found() !== undefined);
  const actions = await actionsAt(uri, found()?.range ?? new vscode.Range(0, 0, 0, 0));
  const action = actions.find((each) => title.test(each.title));
  assert.ok(action?.edit !== undefined, `${code}: ${actions.map((each) => each.title).join(", ")}`);
  await vscode.workspace.applyEdit(action.edit);
}

function actionsAt(uri: vscode.Uri, range: vscode.Range): Thenable<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand("vscode.executeCodeActionProvider", uri, range);
}
