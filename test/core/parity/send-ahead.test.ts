import { expect, test } from "vitest";

import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { runCase } from "#core/parity/run/run-case.ts";
import { sendAhead } from "#core/parity/run/send-ahead.ts";
import { failedComparison } from "#core/parity/run/settle-case.ts";
import type { SidePair } from "#core/parity/sides/side-pair.ts";
import { caseOf } from "./case-of.ts";

interface World {
  /** What Rust answers, where it is not what Python does. */
  readonly rust?: Readonly<Record<string, Partial<{ status: number; body: string; allow: string }>>>;
  /** Cases that write, whatever they claim. */
  readonly writing?: readonly string[];
}

/** Runs cases on two servers in memory and gives what was done, in its order. */
async function steps(cases: readonly Case[], world: World = {}): Promise<string> {
  const log: string[] = [];
  let isWritten = false;
  const answer = ({ target }: Case, side: Side): Exchange => {
    const { status = 200, body = "{}", allow } = (side === "rust" ? world.rust?.[target] : undefined) ?? {};
    const headers = [["date", side] as const, ...(allow === undefined ? [] : [["allow", allow] as const])];
    const request = { method: "GET", url: `http://127.0.0.1${target}`, headers: [] };
    return { request, outcome: { kind: "answer", status, headers, body: { kind: "text", text: body }, durationMs: 1 } };
  };
  const pair = {
    makeReady: ({ target, isWriting }: Case) => {
      if (isWriting) log.push(`restore for ${target}`);
      return Promise.resolve();
    },
    send: (given: Case) => {
      log.push(`send ${given.target}`);
      isWritten = given.isWriting || world.writing?.includes(given.target) === true;
      return Promise.resolve({ python: answer(given, "python"), rust: answer(given, "rust") });
    },
    release: ({ target }: Case) => Promise.resolve(void log.push(`release ${target}`)),
    checkAfter: ({ target }: Case) => Promise.resolve(void log.push(`check ${target}`)),
    emptied: () => Promise.resolve([]),
    watch: () => ({
      read: () => {
        log.push("read what was written");
        isWritten = false;
        return Promise.resolve(undefined);
      },
      isWrittenNow: () => Promise.resolve(isWritten),
      isWrittenSoon: () => Promise.resolve(false),
    }),
  } as unknown as SidePair;
  const ahead = sendAhead(cases, pair, {
    clock: { turn: () => Promise.resolve(void log.push("turn")) },
    signal: new AbortController().signal,
  });
  for (const given of cases) {
    const compare = (): ReturnType<typeof failedComparison> => {
      log.push(`compare ${given.target}`);
      return { ...failedComparison(""), verdict: world.rust?.[given.target] === undefined ? "match" : "differs" };
    };
    await runCase(given, pair, compare, new IdRenaming(), ahead);
  }
  await ahead.drop();
  return log.join("\n");
}

const [a, b, write] = [caseOf("GET", "/a"), caseOf("GET", "/b"), caseOf("POST", "/w")];

test("a case that reads is sent while the last one is compared, once nobody is known to have written", async () => {
  expect(await steps([a, b])).toMatchInlineSnapshot(`
    "send /a
    release /a
    check /a
    send /b
    turn
    compare /a
    compare /b
    release /b"
  `);
});

test("nothing is sent ahead of a case that writes, nor of what comes after it", async () => {
  expect(await steps([a, write, b])).toMatchInlineSnapshot(`
    "send /a
    compare /a
    release /a
    restore for /w
    send /w
    read what was written
    compare /w
    release /w
    send /b
    compare /b
    release /b"
  `);
});

test("a case that wrote against its word is read before the next one is sent", async () => {
  expect(await steps([a, b], { writing: ["/a"] })).toMatchInlineSnapshot(`
    "send /a
    compare /a
    read what was written
    compare /a
    release /a
    send /b
    compare /b
    release /b"
  `);
});

test.each([
  ["another body", { body: "[]" }],
  ["another status", { status: 201 }],
  ["another header", { allow: "GET" }],
])("%s: the case is sent once more before the next one", async (_, rust) => {
  expect(await steps([a, b], { rust: { "/a": rust } })).toBe(
    "send /a\ncompare /a\nsend /a\nrelease /a\nsend /b\ncompare /b\nrelease /b",
  );
});

test("what was sent ahead of a case that differs after all is waited for and sent in its turn", async () => {
  expect(await steps([a, b], { rust: { "/a": {} } })).toMatchInlineSnapshot(`
    "send /a
    release /a
    check /a
    send /b
    turn
    compare /a
    send /a
    release /a
    send /b
    compare /b
    release /b"
  `);
});
