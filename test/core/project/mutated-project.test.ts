import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readCaseFile } from "#core/cases/read-case-file.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Position } from "#core/model/place.ts";
import { readProject } from "#core/project/read-project.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

const exampleCases = `- endpoint: PUT /api/nodes/{node_id}
  name: a node gets a name
  parameters: { node_id: a/b c }
  query: { limit: 2, tag: [x, "y&z"] }
  headers: { X-Trace: 1 }
  body: { counter: 9007199254740993, list: [true, ~, "\\uD800"] }
  login: true
  expect: 200
`;

/** Pieces that mean something in YAML or in the formats, to be put in at random. */
const PIECES = [
  ...Array.from("{}[]:,#&*!|>'\"%@`-? \n\t\0\\~$/"),
  "${x}",
  "&a ",
  "*a",
  "<<: ",
  "!!int ",
  "---\n",
  "\uD800",
  "\uFEFF",
  "1e999",
  ".inf",
  "null",
];

/** Some ten thousand were tried once; these keep it so. */
const RUNS = 60;

/** A text with a few stretches taken out and replaced. */
function mutationsOf(text: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(text.length),
    take: fc.nat(12),
    put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })),
  });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let mutated = text;
    for (const { at, take, put } of changes) mutated = mutated.slice(0, at) + put + mutated.slice(at + take);
    return mutated;
  });
}

/** The findings that stand outside the text. */
function findingsOutside(text: string, findings: readonly Finding[]): readonly Finding[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const isInside = ({ line, character }: Position) => character <= (lines[line]?.length ?? -1);
  return findings.filter(({ place }) => !(place && isInside(place.range.start) && isInside(place.range.end)));
}

it("whatever is typed into a project file, it is read, and an error says why there is no project", () => {
  fc.assert(
    fc.property(mutationsOf(exampleProject), (text) => {
      const { project, findings } = readProject("portolan.yaml", text);
      expect(findingsOutside(text, findings)).toEqual([]);
      expect(project !== undefined || findings.some(({ severity }) => severity === "error")).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

it("whatever is typed into a case file, it is read, and a body is JSON", () => {
  fc.assert(
    fc.property(mutationsOf(exampleCases), (text) => {
      const { cases, findings } = readCaseFile("cases/a.yaml", "a", text);
      expect(findingsOutside(text, findings)).toEqual([]);
      expect(cases.length > 0 || findings.length > 0 || text.trim() === "[]").toBe(true);
      for (const { body } of cases) {
        if (body.kind === "text" && body.mediaType === "application/json") JSON.parse(body.text);
      }
    }),
    { numRuns: RUNS },
  );
});
