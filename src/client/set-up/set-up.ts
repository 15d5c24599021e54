import * as vscode from "vscode";

import { SIDE_NAMES } from "#core/model/endpoint.ts";
import { SET_UP_PARTS, type SetUpChosen, type SetUpPart } from "#core/model/set-up.ts";
import type { SetUpAnswer } from "#protocol/lsp.ts";

import type { ProjectStore } from "../project-store.ts";
import { firstToCompare } from "./first-to-compare.ts";
import { answerOf, BACK, createStep, type StepItem } from "./pick-step.ts";
import type { SetUpEnd, SetUpParts } from "./set-up-parts.ts";
import { tryStep } from "./try-step.ts";

const PROJECT_FILE = "portolan.yaml";

const TITLE = "Set Up Portolan";

/** The parts, whether it is to be tried, and the trial. */
const TOTAL_STEPS = SET_UP_PARTS.length + 2;

/**
 * Asks step by step which servers and contract a project file is to name, tries what comes of it where the user says so, writes
 * the file, opens it, and ends in a first verdict. A file that is there is only opened.
 */
export async function setUp(parts: SetUpParts): Promise<void> {
  const folder = await pickFolder();
  if (folder === undefined) return;
  const file = vscode.Uri.joinPath(folder.uri, PROJECT_FILE);
  if (await exists(file)) {
    await vscode.window.showTextDocument(file);
    return;
  }
  const decided = await decide(folder.uri, parts);
  if (decided === undefined) return;
  const { found, end } = decided;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(found.text));
  for (const note of found.notes) parts.log.info(note);
  await vscode.window.showTextDocument(file);
  if (end === "write-and-compare") await compareFirst(file, parts);
}

/** The text to write, and how it ends; undefined where the user has left. */
async function decide(
  folder: vscode.Uri,
  parts: SetUpParts,
): Promise<{ readonly found: SetUpAnswer; readonly end: SetUpEnd } | undefined> {
  const look = (chosen: SetUpChosen): Thenable<SetUpAnswer> =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: "Portolan looks for the two servers and the contract" },
      () => parts.connection.setUp({ folder: folder.toString(), chosen }),
    );
  let found = await look({});
  const chosen: { [Part in SetUpPart]?: string } = {};
  let at = 0;
  for (;;) {
    const part = SET_UP_PARTS[at];
    if (part !== undefined) {
      const answer = await partStep(part, at + 1, found, chosen[part]);
      if (answer === undefined) return undefined;
      if (answer === BACK) at -= 1;
      else {
        if (answer !== NONE) chosen[part] = answer;
        at += 1;
      }
      continue;
    }
    if (at === SET_UP_PARTS.length) {
      found = await look(chosen);
      const answer = await consentStep(found);
      if (answer === undefined) return undefined;
      if (answer === "write") return { found, end: "write" };
      at += answer === BACK ? -1 : 1;
      continue;
    }
    const step = { title: TITLE, step: TOTAL_STEPS, totalSteps: TOTAL_STEPS };
    const answer = await tryStep(step, { folder: folder.toString(), text: found.text }, parts);
    if (answer === undefined) return undefined;
    if (answer === BACK) at -= 1;
    else if (answer !== "again") return { found, end: answer };
  }
}

const NONE = "";

const PART_TEXTS: Readonly<Record<SetUpPart, { readonly ask: string; readonly none: string }>> = {
  python: { ask: "The Python server, which clients use today", none: "No Python server was found" },
  rust: { ask: "The Rust server, which is to take its place", none: "No Rust server was found" },
  contract: { ask: "The contract: the OpenAPI document of the two", none: "No OpenAPI document was found" },
};

function partStep(
  part: SetUpPart,
  step: number,
  { choices }: SetUpAnswer,
  chosen: string | undefined,
): Promise<string | typeof BACK | undefined> {
  const { ask, none } = PART_TEXTS[part];
  const icon = part === "contract" ? "file-code" : "server-process";
  const missing = part === "contract" ? "The endpoints come from the sources" : "Its lines are marked to be filled in";
  const found = choices[part].map(({ path, detail }) => ({
    label: `$(${icon}) ${path}`,
    ...(detail !== undefined && { detail }),
    value: path,
  }));
  const items = found.length > 0 ? found : [{ label: `$(question) ${none}`, detail: missing, value: NONE }];
  const given = { title: TITLE, step, totalSteps: TOTAL_STEPS, placeholder: ask, items };
  return answerOf(createStep({ ...given, ...(chosen !== undefined && { chosen }) }));
}

/** Shows what would be run, and what is left to fill in. */
function consentStep({ text, commands }: SetUpAnswer): Promise<"try" | "write" | typeof BACK | undefined> {
  const marks = text.split("\n").flatMap((line, at) => {
    const mark = /# FILL IN:? ?(.*)$/.exec(line);
    return mark === null || /^\s*#/.test(line) ? [] : [{ line: at + 1, what: mark[1] ?? "" }];
  });
  const heading = (label: string): StepItem<"try" | "write"> => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: readonly StepItem<"try" | "write">[] = [
    { label: "$(beaker) Try It", description: "builds and starts both servers on a new database", value: "try" },
    { label: "$(new-file) Write It Without Trying", value: "write" },
    ...(marks.length === 0 ? [] : [heading("Left to you")]),
    ...marks.map(({ line, what }) => ({ label: `$(warning) Line ${line}`, description: what })),
    heading("Trying runs"),
    ...commands.map(({ side, folder, line }) => ({
      label: `$(terminal) ${SIDE_NAMES[side]}`,
      description: folder,
      detail: line,
    })),
  ];
  const step = SET_UP_PARTS.length + 1;
  const placeholder = "Try it before it is written? That runs the project's code.";
  return answerOf(createStep({ title: TITLE, step, totalSteps: TOTAL_STEPS, placeholder, items }));
}

/** Runs an endpoint of the new project, once the language server has read it. */
async function compareFirst(file: vscode.Uri, { connection, store, runs }: SetUpParts): Promise<void> {
  await connection.start();
  const project = await projectOf(file, store);
  const row = firstToCompare(project.ledger.rows);
  if (row === undefined) {
    void vscode.window.showInformationMessage(
      `No endpoint of ${project.name} has a handler on both sides and a request to send yet.`,
    );
    return;
  }
  await runs.run(project, { kind: "endpoints", endpoints: [row.key] }, `${row.method} ${row.path}`);
}

async function projectOf(file: vscode.Uri, store: ProjectStore): Promise<NonNullable<ReturnType<ProjectStore["get"]>>> {
  const find = (): ReturnType<ProjectStore["get"]> =>
    store.projects().find(({ uri }) => vscode.Uri.parse(uri).toString() === file.toString());
  const { promise, resolve } = Promise.withResolvers<NonNullable<ReturnType<typeof find>>>();
  const look = (): void => {
    const found = find();
    if (found !== undefined) resolve(found);
  };
  const listening = store.onDidChange(look);
  look();
  try {
    return await promise;
  } finally {
    listening.dispose();
  }
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
