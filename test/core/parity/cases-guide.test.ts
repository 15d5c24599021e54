import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { runShelf } from "./shelf-project.ts";

// Real servers on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const GUIDE = join(import.meta.dirname, "../../../docs/cases.md");

afterEach(() => {
  vi.unstubAllEnvs();
});

test("what the guide shows of case files is read without an error and matches on two equal servers", async () => {
  const guide = await readFile(GUIDE, "utf8");
  const snippets = [...guide.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ""]) => text);
  expect(snippets.length).toBe(6);
  vi.stubEnv("GALLERY_KEY", "key-of-the-gallery");
  const { text, events } = await runShelf(snippets.join("\n"), {
    files: { "cases/pictures/dot.png": Uint8Array.of(0x89, 0x50, 0xff) },
  });
  const verdicts = events.flatMap((event) => (event.kind === "case-ended" ? [event.result.verdict] : []));
  expect(text).not.toMatch(/: (?:differs|failed|not reached)/);
  expect(verdicts).toEqual(Array.from({ length: 20 }, () => "match"));
});
