import { beforeAll, expect, test, vi } from "vitest";

import { DatabaseFault } from "#core/model/databases/database-fault.ts";

import { type OwnPostgresql, startOwnPostgresql } from "./own-postgresql.ts";

// A cluster starts on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let own: OwnPostgresql;
beforeAll(async () => {
  own = await startOwnPostgresql();
  return () => own[Symbol.asyncDispose]();
});

const ONE = "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)";

/** Leaves all but the rows as it was. */
const behind = (statement: string): string =>
  `SET event_triggers = off; ALTER TABLE t DISABLE TRIGGER " portolan row"; ${statement}; ALTER TABLE t ENABLE ALWAYS TRIGGER " portolan row"`;

test("rows that were changed behind the triggers are found by the hash of all rows after some looks, and from then on at once", async () => {
  const { database, application } = await own.open(`${ONE}; CREATE TABLE untouched (id int)`, undefined, 3);
  const base = await database.snapshot();
  const version = await database.version();
  await application.queryAll(behind("INSERT INTO t VALUES (2)"));
  expect(await database.version()).toBe(version);
  await expect(database.version()).rejects.toThrow(
    /^Rows of t were changed in this case or one of the 2 before it, and the triggers by which Portolan follows a database did not see it/,
  );
  await expect(database.version()).rejects.toThrow(/^Rows of t were changed in this case, and/);
  await expect(database.restore(base)).rejects.toThrow(DatabaseFault);
  await application.queryAll(behind("DELETE FROM t WHERE id = 2"));
  expect(await database.restore(base)).toBeDefined();
});

test("they are looked for after a restore too", async () => {
  const { database, application } = await own.open(ONE, undefined, 2);
  const base = await database.snapshot();
  await application.queryAll(behind("INSERT INTO t VALUES (2)"));
  expect(await database.restore(base)).toBeDefined();
  await expect(database.restore(base)).rejects.toThrow(
    /^Rows of t were changed in this case or one of the 1 before it/,
  );
});

test("no look is a false alarm while rows come and go as they should", async () => {
  const { database, application } = await own.open(
    `${ONE}; CREATE MATERIALIZED VIEW m AS SELECT * FROM t`,
    undefined,
    1,
  );
  const base = await database.snapshot();
  for (let round = 0; round < 5; round += 1) {
    await application.queryAll("UPDATE t SET id = 7; INSERT INTO t VALUES (1); DELETE FROM t WHERE id = 1");
    await database.version();
    await database.restore(base);
    await database.version();
  }
  expect((await application.query("SELECT * FROM t")).rows).toEqual([["1"]]);
});
