import { expect, test } from "vitest";

import { HINTS } from "#core/gaps/hints.ts";
import { compareAnswers } from "../compare/check-compare.ts";
import { LOOK_ALIKES } from "./listed-look-alikes.ts";
import { GAPS as SEMANTIC_GAPS } from "./semantic-gaps.ts";
import { FORM_GAPS } from "./semantic-gaps-of-forms.ts";

const GAPS = [...SEMANTIC_GAPS, ...FORM_GAPS];

test.each(GAPS)("$gap: $class, $severity, hint $hint", ({ class: found, severity, hint, method, python, rust }) => {
  const { differences } = compareAnswers(python, rust, [], method && { method });
  const difference = differences.find((each) => each.class === found);
  expect([difference?.class, difference?.severity, difference?.hint?.code]).toEqual([found, severity, hint]);
});

test.each(LOOK_ALIKES.map(([python, rust]) => ({ python, rust })))(
  "no doubtful hint for $python.status $python.body.text against $rust.status $rust.body.text",
  ({ python, rust }) => {
    const { differences } = compareAnswers(python, rust);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.flatMap(({ hint }) => hint?.code ?? [])).toEqual([]);
  },
);

test("every hint is shown by a row of the table, and has a code of its own", () => {
  const shown = new Set(GAPS.flatMap(({ hint }) => hint ?? []));
  const codes = HINTS.map(({ code }) => code);
  expect(codes.filter((code) => !shown.has(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
});

test("a hint is one or two sentences and names a mend or a decision", () => {
  const texts = GAPS.flatMap(({ python, rust }) =>
    compareAnswers(python, rust).differences.flatMap(({ hint }) => hint?.text ?? []),
  );
  expect(texts.filter((text) => !/^[A-Za-z].*\.$/s.test(text) || text.length > 300)).toEqual([]);
});
