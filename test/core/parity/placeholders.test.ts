import { expect, test } from "vitest";

import { fillIn, fillInEach } from "#core/parity/sides/placeholders.ts";

const VALUES = { port: "8000", database: "/tmp/it's $1.sqlite" };

test("port and database are filled in each time, and other variables are left to the shell", () => {
  expect(fillIn("serve --port ${port} --also ${port} --home $HOME ${OTHER}", VALUES)).toBe(
    "serve --port 8000 --also 8000 --home $HOME ${OTHER}",
  );
});

test("a database's name is taken as it is", () => {
  expect(fillInEach({ URL: "sqlite:///${database}", PLAIN: "x" }, VALUES)).toEqual({
    URL: "sqlite:////tmp/it's $1.sqlite",
    PLAIN: "x",
  });
});
