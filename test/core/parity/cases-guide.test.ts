import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { runShelf } from "./shelf-project.ts";

// Real servers on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const GUIDE = join(import.meta.dirname, "../../../docs/cases.md");

test("what the guide shows of case files is read without an error and matches on two equal servers", async () => {
  const guide = await readFile(GUIDE, "utf8");
  const snippets = [...guide.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ""]) => text);
  expect(snippets.length).toBe(5);
  const { text, events } = await runShelf(snippets.join("\n"), {
    files: { "cases/pictures/dot.png": Uint8Array.of(0x89, 0x50, 0xff) },
  });
  const verdicts = events.flatMap((event) => (event.kind === "case-ended" ? [event.result.verdict] : []));
  expect(text).not.toMatch(/: (?:differs|failed|not reached)/);
  expect(verdicts).toEqual(Array.from({ length: 19 }, () => "match"));
});
