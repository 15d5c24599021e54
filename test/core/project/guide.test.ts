import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";

const DOCS = join(import.meta.dirname, "../../../docs");

/** What a project file cannot do without, for snippets that show only what they are about. */
const REST: Readonly<Record<string, string>> = {
  version: "version: 1\n",
  servers: `servers:
  python: { folder: server, start: "python serve.py --port \${port}", ready: /healthz }
  rust: { folder: server-rs, start: "target/debug/server --port \${port}", ready: /healthz }
`,
  database: "database: { engine: none }\n",
};

const snippets = readdirSync(DOCS)
  .filter((name) => name.endsWith(".md"))
  .flatMap((name) => {
    const text = readFileSync(join(DOCS, name), "utf8");
    return [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(({ 1: yaml = "", index }) => {
      return { place: `${name}:${text.slice(0, index).split("\n").length}`, yaml };
    });
  })
  // A list is a case file.
  .filter(({ yaml }) => !yaml.startsWith("- "));

test("the guide has snippets", () => {
  expect(snippets.length).toBeGreaterThan(2);
});

test.each(snippets)("$place is read without a fault", ({ yaml }) => {
  const rest = Object.entries(REST).filter(([key]) => !new RegExp(`^${key}:`, "m").test(yaml));
  const { findings } = readProject("portolan.yaml", rest.map(([, text]) => text).join("") + yaml);
  expect(findings.filter(({ severity }) => severity === "error").map(findingText)).toEqual([]);
});
