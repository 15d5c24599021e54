import * as vscode from "vscode";

import type { ServerConnection } from "./server-connection.ts";

const PROJECT_FILE = "portolan.yaml";

/** Writes a project file that fits a workspace folder, as far as it can be told, and opens it. One that is there is only opened. */
export async function setUp(connection: ServerConnection, log: vscode.LogOutputChannel): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const file = vscode.Uri.joinPath(folder.uri, PROJECT_FILE);
  if (!(await exists(file))) {
    const { text, notes } = await connection.setUp(folder.uri);
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    for (const note of notes) log.info(note);
  }
  await vscode.window.showTextDocument(file);
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick({ placeHolder: "Folder to set up Portolan in" });
  if (folders[0] === undefined) {
    void vscode.window.showInformationMessage("Open the folder that holds both servers, then set up Portolan in it.");
  }
  return folders[0];
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
