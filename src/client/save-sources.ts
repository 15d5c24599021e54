import * as vscode from "vscode";

import type { ProjectView } from "#protocol/lsp.ts";

import { savingSetting } from "./settings.ts";
import { unsavedFiles } from "./unsaved-files.ts";

const SAVE = "Save and Run";

const AS_SAVED = "Run What Is Saved";

/**
 * Before a run, which goes by the disk: saves the sources of the two servers where the setting says so, and tells what else of the project is
 * not saved. False where the user thought better of it.
 */
export async function saveSources(project: ProjectView): Promise<boolean> {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, isUntitled }) => isDirty && !isUntitled);
  const view = { folder: normal(project.folder), serverFolders: project.serverFolders.map((each) => normal(each)) };
  const { sources, others } = unsavedFiles(unsaved, ({ uri }) => uri.toString(), view);
  const decided = sources.length === 0 ? "nothing" : await decide(sources);
  if (decided === undefined) return false;
  if (decided === "sources") {
    const areSaved = await Promise.all(sources.map((document) => document.save()));
    const failed = sources.filter((_, index) => areSaved[index] === false);
    tellUnsaved([...failed, ...others]);
  } else tellUnsaved([...sources, ...others]);
  return true;
}

async function decide(sources: readonly vscode.TextDocument[]): Promise<"sources" | "nothing" | undefined> {
  const setting = savingSetting();
  if (setting !== "ask") return setting;
  const chosen = await vscode.window.showWarningMessage(
    `Save ${namesOf(sources)} before the run?`,
    { modal: true, detail: "The servers are built and started from the files as they are saved." },
    SAVE,
    AS_SAVED,
  );
  return chosen === SAVE ? "sources" : chosen === AS_SAVED ? "nothing" : undefined;
}

/** Nobody waits for an answer: the run goes on. */
function tellUnsaved(documents: readonly vscode.TextDocument[]): void {
  if (documents.length === 0) return;
  const verb = documents.length === 1 ? "is" : "are";
  void vscode.window.showInformationMessage(
    `${namesOf(documents)} ${verb} not saved: this run goes by what was saved last.`,
  );
}

/** `nodes.py, nodes.rs and 3 more files` */
function namesOf(documents: readonly vscode.TextDocument[]): string {
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri));
  if (names.length <= MAX_NAMES) return names.join(" and ");
  return `${names.slice(0, MAX_NAMES).join(", ")} and ${names.length - MAX_NAMES} more`;
}

const MAX_NAMES = 2;

/** A URI as the editor spells it. */
function normal(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}
