import { casesOfFiles } from "#core/cases/cases-of-files.ts";
import type { Finding } from "#core/model/finding.ts";
import { MASK } from "#core/model/mask.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { FileRemoval, Files } from "#core/ports.ts";
import { RECORDED_FOLDER } from "./keep-recording.ts";

/** A recording that was asked for: it is a case file of the project now, or what is wrong with it. */
export type AcceptedRecording =
  | { readonly kind: "accepted"; readonly from: string; readonly file: string }
  | { readonly kind: "refused"; readonly from: string; readonly findings: readonly Finding[] };

/**
 * Moves recordings that wait into the project's folder of cases: those named, or all. One that could not be run, because it
 * names an identity that the project file does not have, stays where it is. Throws a UserError where there is none, or no
 * folder to move it to.
 */
export async function acceptRecordings(
  names: readonly string[],
  {
    files,
    project,
    operations,
  }: { readonly files: Files & FileRemoval; readonly project: Project; readonly operations: readonly Operation[] },
): Promise<readonly AcceptedRecording[]> {
  const waiting = await files.list(RECORDED_FOLDER, [".yaml"], () => undefined);
  const chosen = names.length === 0 ? waiting : await Promise.all(names.map((name) => fileNamed(name, waiting, files)));
  if (chosen.length === 0) {
    throw new UserError(
      `No recording waits in ${RECORDED_FOLDER}: make one with \`portolan cases import FILE.har\`, \`portolan serve --record\` or \`portolan cases record\`.`,
    );
  }
  const { cases: folder } = project;
  if (folder === undefined) {
    throw new UserError(`${project.file} names no folder of case files to move recordings to: add \`cases: cases\`.`);
  }
  const results: AcceptedRecording[] = [];
  for (const from of chosen) results.push(await acceptOne(from, folder, { files, project, operations }));
  return results;
}

async function acceptOne(
  from: string,
  folder: string,
  given: { readonly files: Files & FileRemoval; readonly project: Project; readonly operations: readonly Operation[] },
): Promise<AcceptedRecording> {
  const { files } = given;
  const text = (await files.read(from)) ?? "";
  const alone: Files = { ...files, list: () => Promise.resolve([from]), read: () => Promise.resolve(text) };
  const { findings } = await casesOfFiles({
    ...given,
    files: alone,
    emptied: new Map(),
    isGenerating: false,
    undeclared: () => Promise.resolve([]),
  });
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "refused", from, findings: errors };
  if (text.includes(MASK)) {
    throw new UserError(`${from} holds ${MASK}, which stands for a secret and cannot be sent; take that request out.`);
  }
  const file = await freeFile(files, `${folder}/${from.slice(from.lastIndexOf("/") + 1)}`);
  await files.write(file, text);
  await files.remove(from);
  return { kind: "accepted", from, file };
}

/** A file in the folder of recordings, or one in another that a recording was written to. */
async function fileNamed(name: string, waiting: readonly string[], files: Files): Promise<string> {
  const file = waiting.find(
    (each) => each === name || each === `${RECORDED_FOLDER}/${name.replace(/\.yaml$/, "")}.yaml`,
  );
  if (file !== undefined) return file;
  if (name.includes("/") && (await files.stamp(name)) !== undefined) return name;
  const known = waiting.map((each) => each.slice(RECORDED_FOLDER.length + 1)).join(", ") || "none";
  throw new UserError(`No recording ${name} waits in ${RECORDED_FOLDER}; there are: ${known}.`);
}

async function freeFile(files: Files, wanted: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const file = count === 1 ? wanted : wanted.replace(/\.yaml$/, `-${count}.yaml`);
    if ((await files.stamp(file)) === undefined) return file;
  }
}
