import { expect, test } from "vitest";

import { markdownCodeSpan, markdownText } from "#protocol/markdown.ts";

test.each([
  ["/api/nodes/{id}", "`/api/nodes/{id}`"],
  ["/a`![x](https://e.example/i.png)`", "`` /a`![x](https://e.example/i.png)` ``"],
  ["`` ` ```", "```` `` ` ``` ````"],
  ["/a\n\n# title", "`/a # title`"],
  ["", ""],
])("%j as a code span", (text, span) => {
  expect(markdownCodeSpan(text)).toBe(span);
});

test("text makes no image, no link, no HTML and no mention", () => {
  expect(markdownText("![x](https://e.example) <img> @all\n- item")).toBe(
    String.raw`\!\[x\]\(https\://e\.example\) \<img\> \@all \- item`,
  );
});
