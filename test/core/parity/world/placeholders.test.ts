import { expect, test } from "vitest";

import { fillIn, fillInEach, placeholdersFor } from "#core/parity/sides/placeholders.ts";

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

test("of a database at a server, its URL and its parts are filled in, so that a driver's own scheme can be written", () => {
  const server = { host: "127.0.0.1", port: 5433, user: "me", password: "p" };
  const values = placeholdersFor("8000", {
    location: "rust",
    address: { url: "postgresql://me:p@127.0.0.1:5433/rust", server },
  });
  expect(
    fillIn(
      "${database} ${database.url} postgresql+asyncpg://${database.user}:${database.password}@${database.host}:${database.port}/x",
      values,
    ),
  ).toBe("rust postgresql://me:p@127.0.0.1:5433/rust postgresql+asyncpg://me:p@127.0.0.1:5433/x");
});

test("a part that the engine does not have is told", () => {
  const values = placeholdersFor("8000", { location: "/tmp/a.sqlite", address: { url: "sqlite:////tmp/a.sqlite" } });
  expect(fillIn("${database} ${database.url}", values)).toBe("/tmp/a.sqlite sqlite:////tmp/a.sqlite");
  expect(() => fillIn("${database.host}", values)).toThrowErrorMatchingInlineSnapshot(
    `[UserError: \${database.host} in portolan.yaml stands for nothing: the engine of \`database\` has no such part. Take it out, or correct \`database.engine\`.]`,
  );
});
