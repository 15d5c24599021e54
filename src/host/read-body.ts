import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import type { AnswerBody } from "#core/model/exchange.ts";

import { answerBody } from "./answer-body.ts";

/** A file's bytes as a body; `path` is seen from the current folder. Undefined where there is no such file. */
export async function readBody(path: string): Promise<AnswerBody | undefined> {
  try {
    return answerBody(await readFile(resolve(path)));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}
