import { readBaseScenario } from "#core/cases/base-scenario.ts";
import { placeText } from "#core/model/place.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import { UserError } from "#core/model/user-error.ts";

import type { ParityPorts } from "../preparation.ts";

/** A script that helps to make the database, and where it stands. */
interface DatabaseScript {
  readonly file: string;
  readonly text: string;
}

/** What makes the database, one after the other, as far as it stands in files. */
export interface DatabaseRecipe {
  /** A database or a dump to begin with, with a text that changes with its content. */
  readonly base?: { readonly file: string; readonly stamp: string };
  /** A dump of SQL, and the migrations in the order of their names. */
  readonly scripts: readonly DatabaseScript[];
  /** Comes after what a command or a server has made. */
  readonly seed?: DatabaseScript;
  /** Steps that are sent to the server, last of all. */
  readonly scenario?: readonly Case[];
}

/** What takes a migration back, by the names that sqlx gives. */
const BACK = /\.down\.sql$/;

/** Reads the scripts and the scenario. Throws a UserError where something is missing. */
export async function readDatabaseRecipe(
  project: Project,
  { files }: Pick<ParityPorts, "files">,
): Promise<DatabaseRecipe> {
  const { migrations, seed, scenario } = project.database;
  const base = project.database.base ?? (await databaseInData(project, files));
  const names = migrations === undefined ? [] : await files.list(migrations, [".sql"]);
  if (migrations !== undefined && names.length === 0) {
    throw new UserError(`No .sql file lies in ${migrations}; correct \`database.migrations\` in portolan.yaml.`);
  }
  const isScript = base?.endsWith(".sql") === true;
  const scripts = [...(isScript ? [base] : []), ...names.filter((name) => !BACK.test(name))];
  const stamp = base === undefined || isScript ? undefined : await files.stamp(base);
  if (base !== undefined && !isScript && stamp === undefined) throw missing(base);
  return {
    ...(base !== undefined && stamp !== undefined && { base: { file: base, stamp } }),
    scripts: await Promise.all(scripts.map((file) => readScript(file, files))),
    ...(seed !== undefined && { seed: await readScript(seed, files) }),
    ...(scenario !== undefined && { scenario: await readScenario(scenario, project, files) }),
  };
}

/** The database that lies where the server keeps it, in the folder that files begin with. */
async function databaseInData({ data, database }: Project, files: ParityPorts["files"]): Promise<string | undefined> {
  if (data?.base === undefined || database.inData === undefined) return undefined;
  const file = `${data.base}/${database.inData}`;
  return (await files.stamp(file)) === undefined ? undefined : file;
}

async function readScenario(file: string, project: Project, files: ParityPorts["files"]): Promise<readonly Case[]> {
  const { steps, findings } = await readBaseScenario(files, project, project.database);
  if (steps.length > 0) return steps;
  const place = findings.find(({ severity }) => severity === "error")?.place;
  if (place === undefined) throw missing(file);
  throw new UserError(
    `${placeText(place)}: the scenario that fills the databases cannot be sent as it stands there; \`portolan ledger\` says why.`,
  );
}

async function readScript(file: string, files: ParityPorts["files"]): Promise<DatabaseScript> {
  const text = await files.read(file);
  if (text === undefined) throw missing(file);
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const line = text.slice(0, nul).split("\n").length;
    throw new UserError(`${file} has a NUL character in line ${line}, where the script would end unseen; remove it.`);
  }
  return { file, text };
}

function missing(file: string): UserError {
  return new UserError(`${file} does not exist; correct \`database\` in portolan.yaml.`);
}
