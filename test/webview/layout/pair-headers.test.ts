import { expect, test } from "vitest";

import { pairHeaders } from "../../../src/webview/layout/pair-headers.ts";

test("headers stand side by side by name and repetition; only what was found to differ is marked", () => {
  const rows = pairHeaders(
    [
      ["date", "Mon"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ],
    [
      ["set-cookie", "a=1"],
      ["date", "Tue"],
      ["vary", "origin"],
    ],
    [{ class: "header", severity: "changed", part: "header", pointers: { rust: "vary" }, values: {} }],
  );
  const text = rows.map(
    ({ name, python, rust, isDifferent }) => `${isDifferent ? "!" : " "} ${name}: ${python} | ${rust}`,
  );
  expect(text.join("\n")).toMatchInlineSnapshot(`
    "  date: Mon | Tue
      set-cookie: a=1 | a=1
      set-cookie: b=2 | undefined
    ! vary: undefined | origin"
  `);
});
