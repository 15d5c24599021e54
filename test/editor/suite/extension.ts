import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as vscode from "vscode";

import type { TestApi } from "../../../src/client/test-api.ts";

const limitMs = 90_000;

/** The extension, active, with the example's endpoints read. */
export async function activeExtension(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>("portolan.portolan");
  assert.ok(extension, "the extension is not installed");
  const api = await extension.activate();
  await waitFor(api, "the endpoints are read", () => (api.projects()[0]?.ledger.rows.length ?? 0) > 0);
  return api;
}

/** Waits until something is so; what the extension shows is looked at again whenever it has changed. */
export async function waitFor(
  api: TestApi,
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeLimitMs = limitMs,
): Promise<void> {
  if (await isSo()) return;
  await new Promise<void>((resolve, reject) => {
    const lookNow = async (): Promise<void> => {
      if (!(await isSo())) return;
      stop();
      resolve();
    };
    const look = (): void => void lookNow().catch(reject);
    const subscriptions = [api.onDidChange(look), vscode.languages.onDidChangeDiagnostics(look)];
    // Some of what is waited for, such as a shown panel, tells nobody.
    const again = setInterval(look, 250);
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`Not so within ${timeLimitMs} ms: ${what}.\n${api.treeText()}`));
    }, timeLimitMs);
    const stop = (): void => {
      clearInterval(again);
      clearTimeout(limit);
      vscode.Disposable.from(...subscriptions).dispose();
    };
  });
}

/** The absolute path of a file of the workspace. */
export function pathOf(file: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "no workspace is open");
  return join(folder.uri.fsPath, file);
}

/** Opens a file of the workspace with the cursor behind the first `text` in it. */
export async function openAt(file: string, text: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(pathOf(file)), {
    viewColumn: vscode.ViewColumn.One,
  });
  const offset = editor.document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${file} has no “${text}”`);
  const position = editor.document.positionAt(offset + text.length);
  editor.selection = new vscode.Selection(position, position);
  return editor;
}

/** The titles of the lenses of a file, `line: title`, lines from one, in the order in which they stand. */
export async function lensTitles(file: string): Promise<readonly string[]> {
  const uri = vscode.Uri.file(pathOf(file));
  await vscode.workspace.openTextDocument(uri);
  const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
    "vscode.executeCodeLensProvider",
    uri,
    1_000,
  );
  return lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""}`);
}

/** Does something while a file of the workspace says something else on disk; puts it back afterwards. */
export async function withChangedFile(
  file: string,
  change: (text: string) => string,
  act: () => Promise<void>,
): Promise<void> {
  const path = pathOf(file);
  const text = await readFile(path, "utf8");
  const changed = change(text);
  assert.notEqual(changed, text, `${file} was not changed`);
  await writeFile(path, changed);
  try {
    await act();
  } finally {
    await writeFile(path, text);
  }
}

/** One endpoint's line of the tree, without its icon. */
export function treeLine(api: TestApi, endpoint: string): string {
  const line = api
    .treeText()
    .split("\n")
    .find((one) => one.trim().startsWith(`${endpoint} — `));
  return line?.trim().replace(/ \[[\w~-]+\]$/, "") ?? "not in the tree";
}
