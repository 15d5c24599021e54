import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";

import type { AnswerBody } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";

import { answerBody } from "./answer-body.ts";

const MEGABYTE = 1024 * 1024;

/** As large as an answer's body may ever be; a comparison takes several times as much memory. */
const MOST_BYTES = 128 * MEGABYTE;

/** A file's bytes as a body; `path` is seen from the current folder. Throws a UserError for what cannot be read. */
export async function readBody(path: string): Promise<AnswerBody> {
  const absolute = resolve(path);
  if (path === "") throw new UserError("A file is named by an empty text; name one that exists.");
  try {
    const found = await stat(absolute);
    if (found.isDirectory()) throw new UserError(`${path} is a folder; name a file in it.`);
    if (found.size > MOST_BYTES) {
      throw new UserError(
        `${path} has ${Math.ceil(found.size / MEGABYTE)} MB; at most ${MOST_BYTES / MEGABYTE} MB are compared.`,
      );
    }
    return answerBody(await readFile(absolute));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw new UserError(`There is no file ${path}.`, { cause: error });
    if (code === undefined || !(error instanceof Error)) throw error;
    throw new UserError(`${path} cannot be read: ${error.message}.`, { cause: error });
  }
}
