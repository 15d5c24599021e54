import { parseEndpoint, type Side, SIDES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { UserError } from "#core/model/user-error.ts";
import { explainText } from "#core/report/ledger/explain-text.ts";
import { findingLines } from "#core/report/findings/finding-lines.ts";
import { routesText } from "#core/report/ledger/routes-text.ts";
import { createReaders } from "#core/session/languages.ts";
import { contractRows, explainRoutes, routeTableBelow } from "#core/session/asking/routes-below.ts";
import { createFiles } from "#host/files/files.ts";
import { findFile, findFolder, findProject } from "#host/files/find-project.ts";
import { createGrammars } from "#host/readers/grammars.ts";

import { EXIT } from "./exit.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface RoutesOptions {
  /** A folder of sources, or a contract; else the folder of the project file. */
  readonly folder?: string;
  readonly project?: string;
  readonly side?: string;
  /** As the user wrote it, in one part or two: `GET /api/nodes/{id}`. */
  readonly explain?: readonly string[];
  readonly isJson: boolean;
}

/**
 * `portolan routes FOLDER`: the routes below a folder, with `--explain` how a path came about. Exit 1 where a part of one
 * could not be resolved or something was not read or followed, or where no route answers. `portolan routes FILE`: the operations of a contract; exit 1 where
 * something is wrong with it.
 */
export async function routesCommand(options: RoutesOptions): Promise<number> {
  const { isJson } = options;
  const folder = options.folder ?? findProject(process.cwd(), options.project)?.folder;
  if (folder === undefined) throw new UserError("Name a folder of sources or an OpenAPI document.");
  const contract = findFile(process.cwd(), folder);
  if (contract) return contractCommand(contract, options);
  const sides = sidesOf(options.side);
  const found = findFolder(process.cwd(), folder);
  if (found === undefined) throw new UserError(`There is no folder and no contract ${folder}.`);
  // The folder may be a package that its own imports name, so that the folder above is the root.
  const given = {
    files: createFiles(found.parent, { around: [process.cwd()] }),
    readers: createReaders(createGrammars()),
    sides,
  };
  if (options.explain) return explainCommand(options.explain, found.name, given, isJson);
  const { rows, findings } = await routeTableBelow(found.name, given);
  print(isJson ? toJson(rows) : routesText(rows, terminalPaint(process.stdout)));
  const isClean = rows.every(({ unresolved }) => unresolved === undefined) && printFindings(findings);
  return isClean ? EXIT.clean : EXIT.findings;
}

/** The sides that are meant; both where none is named. */
export function sidesOf(named: string | undefined): readonly Side[] {
  const sides = SIDES.filter((side) => named === undefined || side === named);
  if (sides.length === 0) throw new UserError(`There is no side "${named}"; it is python or rust.`);
  return sides;
}

async function explainCommand(
  written: readonly string[],
  folder: string,
  given: Parameters<typeof explainRoutes>[2],
  isJson: boolean,
): Promise<number> {
  const endpoint = parseEndpoint(written.join(" "));
  if (endpoint === undefined) {
    throw new UserError(
      `\`${written.join(" ")}\` is not an endpoint; write the folder first, then a method and a path: --explain GET '/api/nodes/{node_id}'.`,
    );
  }
  const routes = await explainRoutes(endpoint, folder, given);
  if (isJson) print(toJson(routes));
  else if (routes.length > 0) print(explainText(routes, terminalPaint(process.stdout)));
  else print(`No route below ${folder} answers ${endpoint.method} ${endpoint.path}.\n`);
  return routes.length === 0 || routes.some(({ unresolved }) => unresolved !== undefined) ? EXIT.findings : EXIT.clean;
}

async function contractCommand(
  found: { readonly parent: string; readonly name: string },
  { side, explain, isJson }: RoutesOptions,
): Promise<number> {
  if (side !== undefined || explain) {
    throw new UserError(`${found.name} is a contract, which has neither sides nor parts of a path; name a folder.`);
  }
  const given = {
    files: createFiles(found.parent, { around: [process.cwd()] }),
    readers: createReaders(createGrammars()),
  };
  const { rows, findings } = await contractRows(found.name, given);
  print(isJson ? toJson(rows) : routesText(rows, terminalPaint(process.stdout)));
  return printFindings(findings) ? EXIT.clean : EXIT.findings;
}

/** On the second stream, so that the table stays a table; true where none deserves an exit code of its own. */
function printFindings(findings: readonly Finding[]): boolean {
  for (const line of findingLines(findings, terminalPaint(process.stderr))) process.stderr.write(`${line}\n`);
  return findings.every(({ severity }) => severity === "information");
}

function toJson(rows: readonly object[]): string {
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}

function print(text: string): void {
  process.stdout.write(text);
}
