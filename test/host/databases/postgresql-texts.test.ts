import { describe, expect, test } from "vitest";

import { fieldValue, rowFields } from "#host/databases/postgresql/row-text.ts";
import { databaseUrl, parseServerUrl } from "#host/databases/postgresql/server/server-address.ts";

describe("the fields of a row", () => {
  test.each([
    ["(7,a,)", ["7", "a", null]],
    ['("",",","(x)")', ["", ",", "(x)"]],
    ['("a ""b""","c\\\\d","two\nlines")', ['a "b"', "c\\d", "two\nlines"]],
    ["(,)", [null, null]],
    ["()", [null]],
    ['("(1,""a"")")', ['(1,"a")']],
  ])("%s", (text, fields) => {
    expect(rowFields(text)).toEqual(fields);
  });

  test.each([
    ["9007199254740993", "int8", 9007199254740993n],
    ["-0", "float8", -0],
    ["t", "bool", true],
    ["\\x00ff", "bytea", { kind: "bytes", bytes: 2, hex: "00ff" }],
    ["1.50", "numeric", "1.50"],
    ["2026-11-30 23:51:34.321+00", "timestamptz", "2026-11-30T23:51:34.321Z"],
    ["2026-11-30 23:51:34", "timestamp", "2026-11-30T23:51:34"],
    ["0044-03-15 00:00:00+00 BC", "timestamptz", "0044-03-15 00:00:00+00 BC"],
    ["infinity", "timestamptz", "infinity"],
    [null, "int4", null],
  ])("%s as %s", (field, type, value) => {
    expect(fieldValue(field, type)).toEqual(value);
  });
});

describe("the URL of a server", () => {
  test.each([
    [
      "postgresql://me:p%40ss@db.local:5433/main?sslmode=require",
      "postgresql://me:p%40ss@db.local:5433/x%20y?sslmode=require",
    ],
    ["postgres://me@127.0.0.1/main", "postgresql://me@127.0.0.1:5432/x%20y"],
    ["postgresql+asyncpg://me:p@[::1]:6000", "postgresql://me:p@[::1]:6000/x%20y"],
    ["postgresql://me:80@localhost:80/a", "postgresql://me:80@localhost:80/x%20y"],
  ])("%s", (url, other) => {
    const address = parseServerUrl(url);
    expect(address && databaseUrl(address, "x y")).toBe(other);
  });

  test.each(["mysql://me@localhost/x", "localhost:5432", "postgresql:///x", "postgresql://me@local host"])(
    "%s is none",
    (url) => {
      expect(parseServerUrl(url)).toBeUndefined();
    },
  );
});
