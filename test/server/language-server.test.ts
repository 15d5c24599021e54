import { PassThrough } from "node:stream";

import { afterEach, expect, test } from "vitest";
import {
  type CodeLens,
  CodeLensRefreshRequest,
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  ProposedFeatures,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
} from "vscode-languageserver/node";

import type { Files } from "#core/ports.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { targetText } from "#core/model/rules/rule.ts";
import type { CauseSuggestions } from "#core/model/rules/rule-suggestion.ts";
import { LSP, type ProjectView, type RuleEditAnswer, type RunAnswer, type RunEventParams } from "#protocol/lsp.ts";
import type { RunnerCommand } from "#protocol/run.ts";

import { serve } from "../../src/server/language-server.ts";
import { relativePath, uriOfPath } from "../../src/server/uris.ts";
import { jsonAnswer } from "../core/compare/check-compare.ts";
import { caseOf } from "../core/parity/case-of.ts";
import { exampleProject } from "../fixtures/project/example-project.ts";
import { minutesAfterVerdict, sampleVerdict } from "../protocol/sample-ledger.ts";
import { ended, FakeRunner } from "./fake-runner.ts";
import { createReaders } from "#core/session/languages.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { FakeSession } from "./fake-session.ts";

const editors: Editor[] = [];

afterEach(async () => {
  for (const editor of editors.splice(0)) await editor.close();
});

test("the projects of the workspace are told when they are read", async () => {
  const editor = await openEditor({ "a/portolan.yaml": "", "a/h.py": "# GET /a", "b/portolan.yaml": "" });
  const projects = await editor.projects();
  expect(projects.map(({ name, ledger }) => `${name}: ${ledger.rows.map(({ key }) => key).join()}`)).toEqual([
    "a: GET /a",
    "b: ",
  ]);
});

test("lenses follow unsaved text: at once by moved lines, then by what it says", async () => {
  const editor = await openEditor({ "portolan.yaml": "", "h.rs": "// GET /a" });
  await editor.projects();
  await editor.open("h.rs", "// GET /a");
  await editor.changed(() => editor.view?.ledger.rows.length === 1);
  expect(await editor.lensLines("h.rs")).toEqual(["1: ported"]);
  const refreshed = editor.refreshed();
  await editor.type("h.rs", "// GET /b\n\n// GET /a");
  expect(await editor.lensLines("h.rs")).toEqual(["3: ported"]);
  await refreshed;
  expect(await editor.lensLines("h.rs")).toEqual(["3: ported", "1: ported"]);
});

test("findings become diagnostics, and go when they are mended", async () => {
  const editor = await openEditor({ "portolan.yaml": "", "h.py": "oops" });
  await editor.diagnosed("h.py", 1);
  await editor.open("h.py", "mended");
  await editor.diagnosed("h.py", 0);
});

test("a run goes to the runner, its events to the client, its verdict into the ledger", async () => {
  const verdict = sampleVerdict("GET /a", "match", 1, 1);
  const editor = await openEditor(
    { "portolan.yaml": "", "h.py": "# GET /a", "h.rs": "// GET /a" },
    (command, runner) => {
      if (command.kind === "run") runner.sayRun(command.runId, verdict);
    },
  );
  const [project] = await editor.projects();
  const answer = await editor.run(project?.uri ?? "");
  expect(answer.ended.outcome).toEqual({ kind: "completed" });
  expect(editor.runEvents).toEqual(["started", "endpoint-ended", "ended"]);
  const [after] = await editor.projects();
  expect(after?.ledger.rows[0]?.status).toBe("verified");
  expect(after?.servers).toEqual({ python: "running", rust: "running" });
});

test("nothing is run in a workspace that is not trusted, until it is", async () => {
  const editor = await openEditor(
    { "portolan.yaml": "", "h.py": "# GET /a", "h.rs": "// GET /a" },
    (command, runner) => {
      if (command.kind === "run") runner.sayRun(command.runId, sampleVerdict("GET /a", "match", 1, 1));
    },
    { isTrusted: false },
  );
  const [project] = await editor.projects();
  expect(project?.ledger.rows).toHaveLength(1);
  expect((await editor.run(project?.uri ?? "")).ended.outcome).toMatchInlineSnapshot(`
    {
      "kind": "failed",
      "reason": "This workspace is not trusted, so Portolan runs nothing in it: trust the workspace, then run again.",
    }
  `);
  await editor.connection.sendNotification(LSP.didGrantTrust);
  expect((await editor.run(project?.uri ?? "")).ended.outcome).toEqual({ kind: "completed" });
});

test("a project file that appears is opened, one that goes is closed", async () => {
  const editor = await openEditor({ "h.py": "# GET /a" });
  expect(await editor.projects()).toEqual([]);
  editor.disk.set("/home/ada/portolan.yaml", "");
  await editor.watched("portolan.yaml", 1);
  await editor.changed(() => editor.view !== undefined);
  expect(await editor.projects()).toHaveLength(1);
  editor.disk.delete("/home/ada/portolan.yaml");
  await editor.watched("portolan.yaml", 3);
  await editor.changed(() => editor.view === undefined);
  expect(await editor.projects()).toEqual([]);
});

test("the rules for a difference of the last run are those that were proved", async () => {
  const request = { method: "GET", url: "http://127.0.0.1:1/a", headers: [] };
  const body = (text: string) => ({ request, outcome: jsonAnswer(text) });
  const exchanges = {
    python: body('{"at": "2024-01-01T00:00:00Z", "n": 1, "m": 1}'),
    rust: body('{"at": "2024-01-01T00:00:00+00:00", "n": 1}'),
  };
  const given = caseOf("GET", "/a", { id: "one" });
  const result = { case: given, exchanges, ...compareExchanges({ ...exchanges, rules: [] }) };
  const editor = await openEditor(
    { "portolan.yaml": "", "h.py": "# GET /a", "h.rs": "// GET /a" },
    (command, runner) => {
      if (command.kind !== "run") return;
      runner.sayEvent(command.runId, { kind: "case-ended", result });
      runner.sayEvent(command.runId, ended({ kind: "completed" }));
    },
  );
  const project = uriOfPath("/home/ada/portolan.yaml");
  await editor.projects();
  await editor.run(project);
  const suggest = async (difference: number, caseId = "one"): Promise<string> => {
    const members = [{ endpoint: "GET /a", case: caseId, differences: [difference] }];
    const params = { project, endpoint: "GET /a", members };
    const found = await editor.connection.sendRequest<CauseSuggestions>(LSP.suggestRules, params);
    if (found.kind === "refused") return found.reason;
    const [rule] = found.sets[0]?.rules ?? [];
    return `${rule && targetText(rule.target)}: ${JSON.stringify(rule?.allow)}`;
  };
  const at = result.differences.findIndex(({ class: found }) => found === "value");
  expect(await suggest(at)).toBe('$.at: {"kind":"equal up to","value":["offset"]}');
  expect(await suggest(1 - at)).toMatch(/^A value that is missing/);
  expect(await suggest(0, "two")).toMatch(/run the endpoint again/);
});

test("what a run finds wrong with a rule is underlined until the project file changes", async () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const finding = {
    code: "rule-unused",
    severity: "error",
    place: { file: "portolan.yaml", range },
    facts: { allow: "ignore", path: "$.id", endpoint: "GET /a" },
  } as const;
  const editor = await openEditor(
    { "portolan.yaml": "", "h.py": "# GET /a", "h.rs": "// GET /a" },
    (command, runner) => {
      if (command.kind !== "run") return;
      runner.sayEvent(command.runId, { kind: "finding", finding });
      runner.sayEvent(command.runId, ended({ kind: "completed" }));
    },
  );
  await editor.projects();
  await editor.run(uriOfPath("/home/ada/portolan.yaml"));
  await editor.diagnosed("portolan.yaml", 1);
  await editor.open("portolan.yaml", "");
  await editor.projects();
  await editor.diagnosed("portolan.yaml", 1);
  await editor.type("portolan.yaml", "rules: []");
  await editor.diagnosed("portolan.yaml", 0);
});

test("a rule is added to the project file as the editor has it", async () => {
  const editor = await openEditor({ "portolan.yaml": "", "h.py": "# GET /a" });
  await editor.projects();
  const add = async (): Promise<RuleEditAnswer | null> => {
    const rule = { target: { part: "body", path: "$.id" }, allow: { kind: "format", value: "uuid" } };
    const params = {
      project: uriOfPath("/home/ada/portolan.yaml"),
      endpoint: "GET /a",
      rules: [rule],
      reason: "It is random.",
    };
    return editor.connection.sendRequest<RuleEditAnswer | null>(LSP.ruleEdit, params);
  };
  expect(await add()).toBeNull();
  await editor.open("portolan.yaml", exampleProject);
  const line = exampleProject.split("\n").findIndex((text) => text.includes("path: $.token"));
  expect(await add()).toMatchObject({
    range: { start: { line: line + 1 }, end: { line: line + 1 } },
    newText: "  - endpoint: GET /a\n    path: $.id\n    allow: { format: uuid }\n    reason: It is random.\n",
  });
});

interface Editor {
  readonly connection: ProtocolConnection;
  readonly disk: Map<string, string>;
  readonly runEvents: readonly string[];
  readonly view: ProjectView | undefined;
  projects(): Promise<readonly ProjectView[]>;
  run(project: string): Promise<RunAnswer>;
  open(file: string, text: string): Promise<void>;
  type(file: string, text: string): Promise<void>;
  watched(file: string, type: 1 | 2 | 3): Promise<void>;
  /** The line of each endpoint's first lens that is text, and that text's status. */
  lensLines(file: string): Promise<readonly string[]>;
  refreshed(): Promise<void>;
  changed(isReached: () => boolean): Promise<void>;
  diagnosed(file: string, count: number): Promise<void>;
  close(): Promise<void>;
}

/** A language server on a workspace `/home/ada` in memory, and an editor that speaks LSP with it over streams. */
async function openEditor(
  texts: Readonly<Record<string, string>>,
  onCommand: (command: RunnerCommand, runner: FakeRunner) => void = () => {},
  options: { readonly isTrusted: boolean } = { isTrusted: true },
): Promise<Editor> {
  const disk = new Map(Object.entries(texts).map(([name, text]) => [`/home/ada/${name}`, text]));
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  serve(createConnection(ProposedFeatures.all, toServer, toClient), {
    openSession: (projectFile) => new FakeSession(below(disk, projectFile.replace(/\/[^/]*$/, ""))),
    whyNoLoopback: () => Promise.resolve("it is not asked for here"),
    pythonsOnPath: () => Promise.resolve([]),
    filesBelow: (folder) => filesBelow(below(disk, folder)),
    setUpPorts: (folder) => ({
      files: filesBelow(below(disk, folder)),
      environmentFiles: { read: () => Promise.resolve(undefined), above: () => Promise.resolve([]) },
      readers: createReaders(createGrammars()),
      dispose: () => Promise.resolve(),
    }),
    pageAssets: () => Promise.resolve({ script: "", style: "", font: new Uint8Array() }),
    startTrial: () => {
      throw new Error("Nothing is tried here.");
    },
    startRunner: (_, onLine) => new FakeRunner(onLine, onCommand),
    now: () => minutesAfterVerdict(2),
  });

  const connection = createProtocolConnection(toClient, toServer);
  const runEvents: string[] = [];
  const counts = new Map<string, number>();
  const listeners = new Set<() => void>();
  let view: ProjectView | undefined;
  let refreshes = 0;
  let version = 1;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const until = (isReached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isReached()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  connection.onRequest(RegistrationRequest.method, () => null);
  connection.onRequest(CodeLensRefreshRequest.method, () => {
    refreshes++;
    tell();
    return null;
  });
  connection.onNotification(LSP.didChangeProject, (project: ProjectView) => {
    view = project;
    tell();
  });
  connection.onNotification(LSP.didRemoveProject, () => {
    view = undefined;
    tell();
  });
  connection.onNotification(LSP.runEvent, ({ event }: RunEventParams) => void runEvents.push(event.kind));
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    counts.set(uri, diagnostics.length);
    tell();
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { codeLens: { refreshSupport: true } } },
    initializationOptions: { ...options, hasLensCommands: true },
    workspaceFolders: [{ uri: "file:///home/ada", name: "work" }],
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const uriOf = (file: string): string => uriOfPath(`/home/ada/${file}`);
  const editor: Editor = {
    connection,
    disk,
    runEvents,
    get view() {
      return view;
    },
    projects: () => connection.sendRequest(LSP.projects),
    run: (project) =>
      connection.sendRequest(LSP.run, { project, runId: crypto.randomUUID(), selection: { kind: "all" } }),
    open: (file, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uriOf(file), languageId: "source", version, text },
      }),
    type: (file, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uriOf(file), version: ++version },
        contentChanges: [{ text }],
      }),
    watched: (file, type) =>
      connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: uriOf(file), type }] }),
    lensLines: async (file) => {
      const params = { textDocument: { uri: uriOf(file) } };
      const lenses = (await connection.sendRequest<CodeLens[] | null>("textDocument/codeLens", params)) ?? [];
      return lenses
        .filter(({ command }) => command?.title.startsWith("never"))
        .map(({ range }) => `${range.start.line + 1}: ported`);
    },
    refreshed: () => {
      const before = refreshes;
      return until(() => refreshes > before);
    },
    changed: until,
    diagnosed: (file, count) => until(() => (counts.get(uriOf(file)) ?? 0) === count && counts.has(uriOf(file))),
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      connection.dispose();
    },
  };
  editors.push(editor);
  return editor;
}

function below(disk: ReadonlyMap<string, string>, folder: string): Map<string, string> {
  return new Map(
    [...disk].flatMap(([path, text]) => (path.startsWith(`${folder}/`) ? [[relativePath(folder, path), text]] : [])),
  );
}

function filesBelow(texts: ReadonlyMap<string, string>): Files {
  return {
    read: async (file) => texts.get(file),
    list: async (_, endings) => [...texts.keys()].filter((name) => endings.some((ending) => name.endsWith(ending))),
    write: async () => {},
    stamp: async () => undefined,
  };
}
