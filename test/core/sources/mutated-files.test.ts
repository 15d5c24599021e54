import { expect, test } from "vitest";
import { mutatedFiles } from "./mutated-files.ts";
import { readMutated } from "./read-mutated.ts";

/** `npm run bench fuzz` reads as many as one likes. */
const FILES = 600;

test("whatever became of a file, reading and linking it ends without an exception", { timeout: 180_000 }, async () => {
  let read = 0;
  for (const each of mutatedFiles(20261130)) {
    await readMutated(each);
    read += 1;
    if (read === FILES) break;
  }
  expect(read).toBe(FILES);
});
