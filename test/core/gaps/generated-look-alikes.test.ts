import { assert, property } from "fast-check";
import { expect, test } from "vitest";

import { EFFECT_HINTS } from "#core/gaps/hints-effect.ts";
import { HINTS } from "#core/gaps/hints.ts";
import { compareAnswers, jsonAnswer } from "../compare/check-compare.ts";
import type { LookAlikes } from "./look-alike.ts";
import { ANSWER_LOOK_ALIKES } from "./look-alikes-of-answers.ts";
import { EFFECT_LOOK_ALIKES } from "./look-alikes-of-effects.ts";
import { VALUE_LOOK_ALIKES } from "./look-alikes-of-values.ts";

const LOOK_ALIKES: LookAlikes = { ...ANSWER_LOOK_ALIKES, ...VALUE_LOOK_ALIKES };

test("every recogniser is fed look-alikes", () => {
  expect(Object.keys(LOOK_ALIKES).toSorted()).toEqual(HINTS.map(({ code }) => code).toSorted());
  expect(Object.keys(EFFECT_LOOK_ALIKES).toSorted()).toEqual(EFFECT_HINTS.map(({ code }) => code).toSorted());
});

test.each(Object.entries(LOOK_ALIKES))(
  "%s is silent where the cause is another, or names both",
  (code, { from, names }) => {
    let told = 0;
    assert(
      property(from, ([python, rust]) => {
        const texts = compareAnswers(python, rust).differences.flatMap(({ hint }) =>
          hint?.code === code ? hint.text : [],
        );
        told += texts.length;
        if (names === undefined) expect(texts).toEqual([]);
        for (const text of texts) for (const name of names ?? []) expect(text).toMatch(name);
      }),
      { numRuns: 60 },
    );
    // What names both causes is seen to do so.
    expect(told > 0).toBe(names !== undefined);
  },
);

test.each(Object.entries(EFFECT_LOOK_ALIKES))("%s is silent where rows differ for another reason", (code, from) => {
  assert(
    property(from, ([python, rust]) => {
      const answer = jsonAnswer("{}");
      const { verdict, differences } = compareAnswers(answer, answer, [], { effects: { python, rust } });
      expect(verdict).toBe("differs");
      expect(differences.map(({ hint }) => hint?.code)).not.toContain(code);
    }),
    { numRuns: 60 },
  );
});
