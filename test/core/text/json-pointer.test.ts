import { expect, test } from "vitest";

import { fragmentNames, pointerNames } from "#core/text/json/json-pointer.ts";

test("names are read in RFC 6901's order of escapes", () => {
  expect(pointerNames("/paths/~1api~1{id}/0/~01")).toEqual(["paths", "/api/{id}", "0", "~1"]);
  expect(pointerNames("")).toEqual([]);
});

test("in a fragment signs may be percent-encoded, and a percent sign alone stands for itself", () => {
  expect(fragmentNames("/schemas/a%2Fb/%7B~1%7D/100%")).toEqual(["schemas", "a/b", "{/}", "100%"]);
});
