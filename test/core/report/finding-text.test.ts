import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

import type { Finding } from "#core/model/finding.ts";
import { FINDING_SENTENCES, findingText } from "#core/report/findings/finding-text.ts";
import { GATE_SENTENCES } from "#core/report/findings/gate-sentences.ts";

function checkText(code: string, facts: Finding["facts"]): string {
  return findingText({ code, severity: "warning", facts });
}

test("facts stand in the sentence", () => {
  expect(checkText("yaml-duplicate-key", { key: "start" })).toBe("`start` stands here twice; the first one counts.");
});

test("a part of a sentence whose fact is absent is left out", () => {
  expect(checkText("yaml-unknown-key", { key: "strat", in: "servers", nearest: "start" })).toMatchInlineSnapshot(
    `"\`strat\` is not known in servers; did you mean \`start\`?"`,
  );
  expect(checkText("yaml-unknown-key", { key: "x", in: "", known: "a, b" })).toMatchInlineSnapshot(
    `"\`x\` is not known; known are a, b."`,
  );
});

test("a code without a sentence is still readable", () => {
  expect(checkText("some-new-code", { path: "/api", count: 2 })).toBe("Some new code (path: /api, count: 2).");
});

test("facts are not read as placeholders", () => {
  expect(checkText("yaml-duplicate-key", { key: "{key} [[x]]" })).toContain("`{key} [[x]]`");
});

test.each([FINDING_SENTENCES, GATE_SENTENCES])(
  "sentences are in the order of their codes and end as sentences do",
  (all) => {
    const codes = Object.keys(all);
    expect(codes).toEqual(codes.toSorted());
    expect(codes.filter((code) => !/[.?}\]]$/.test(all[code] ?? ""))).toEqual([]);
  },
);

test("every code that the core makes a finding with has a sentence", () => {
  const folder = new URL("../../../src/core/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const made =
    /(?:\bcode: |report\(|reportBody\(report, |finding\(|missingCode = |required\([^()]*, )"([a-z]+(?:-[a-z]+)+)"/gi;
  const codes = files
    // Hints have codes and sentences of their own.
    .filter((file) => !/^(?:gaps|compare\/(?:headers|matching))\//.test(file))
    .flatMap((file) => [...readFileSync(new URL(file, folder), "utf8").matchAll(made)].map((match) => match[1] ?? ""));
  expect(codes).toContain("yaml-unknown-key");
  expect(codes.filter((code) => (FINDING_SENTENCES[code] ?? GATE_SENTENCES[code]) === undefined)).toEqual([]);
});
