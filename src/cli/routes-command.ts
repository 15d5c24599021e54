import { SIDES } from "#core/model/endpoint.ts";
import { UserError } from "#core/model/user-error.ts";
import { routesText } from "#core/report/routes-text.ts";
import { createReaders } from "#core/session/languages.ts";
import { routesBelow } from "#core/session/routes-below.ts";
import { createFiles } from "#host/files.ts";
import { findFolder } from "#host/find-project.ts";
import { createGrammars } from "#host/grammars.ts";

import { EXIT } from "./exit.ts";
import { terminalPaint } from "./terminal-paint.ts";

export interface RoutesOptions {
  readonly folder: string;
  readonly side?: string;
  readonly isJson: boolean;
}

/** `portolan routes FOLDER`: the routes below a folder. Exit 1 where a part of one could not be resolved. */
export async function routesCommand(options: RoutesOptions): Promise<number> {
  const sides = SIDES.filter((side) => options.side === undefined || side === options.side);
  if (sides.length === 0) throw new UserError(`There is no side "${options.side}"; it is python or rust.`);
  const found = findFolder(process.cwd(), options.folder);
  if (found === undefined) throw new UserError(`There is no folder ${options.folder}.`);
  const routes = await routesBelow(found.name, {
    // The folder may be a package that its own imports name, so that the folder above is the root.
    files: createFiles(found.parent),
    readers: createReaders(createGrammars()),
    sides,
  });
  process.stdout.write(
    options.isJson ? `${JSON.stringify(routes, undefined, 2)}\n` : routesText(routes, terminalPaint(process.stdout)),
  );
  return routes.some(({ unresolved }) => unresolved !== undefined) ? EXIT.findings : EXIT.clean;
}
