import { expect, it } from "vitest";
import { nearestWord } from "#core/text/yaml/yaml-nearest-word.ts";

it("finds the word that was probably meant, or none", () => {
  const words = ["milestones", "not_migrated", "rules", "seed"];
  const meant = ["milestone", "notMigrated", "Not-Migrated", "rulse", "sede", "x", "", "colour"].map(
    (word) => `${word} → ${nearestWord(word, words) ?? "?"}`,
  );
  expect(meant.join("\n")).toMatchInlineSnapshot(`
    "milestone → milestones
    notMigrated → not_migrated
    Not-Migrated → not_migrated
    rulse → rules
    sede → seed
    x → ?
     → ?
    colour → ?"
  `);
});
