import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./checks.ts";
import type { Installation } from "./installation.ts";
import type { Session } from "./session.ts";

type Files = Readonly<Record<string, (text: Buffer, installation: Installation) => Buffer | undefined>>;

const RECORD = "portolan-release.json";
const PROGRAM = "bin/core-server-rs";

/** What must not become the live runtime, or cannot: each is refused with a sentence, and Python answers on. */
export function refusals(installation: Installation, session: Session): readonly Check[] {
  const refused = (what: string, files: Files, sentence: RegExp, without = ["--without", "all"]): Check => ({
    condition: `A switch to Rust is refused, and the old state stands: ${what}.`,
    run: async () => {
      const { live } = await installation.status();
      const release = join(installation.prefix, "releases", live.release);
      const restore = Object.entries(files).map(([name, change]) => {
        const file = join(release, name);
        const before = readFileSync(file);
        const after = change(before, installation);
        if (after === undefined) rmSync(file);
        else writeFileSync(file, after);
        return () => writeFileSync(file, before, { mode: 0o755 });
      });
      const said = await installation.refusal("switch", ["--to", "rust", ...without]);
      for (const undo of restore) undo();
      assert.match(said, sentence);
      assert.equal((await installation.status()).live.profile, "legacy");
      assert.equal((await session.ask("GET", "/api/auth/me")).status, 200);
    },
  });
  return [
    refused(
      "the bundle holds no record",
      { [RECORD]: () => undefined },
      /its bundle holds no portolan-release\.json\./,
    ),
    refused(
      "the record is about another program",
      { [PROGRAM]: (program) => Buffer.concat([program, Buffer.from("\n")]) },
      /is about another program than bin\/core-server-rs\./,
    ),
    refused(
      "the record is about another contract",
      { "openapi/openapi.json": (contract) => Buffer.concat([contract, Buffer.from("\n")]) },
      /is about another contract than openapi\/openapi\.json\./,
    ),
    refused("the record is of another format", { [RECORD]: edited({ version: 2 }) }, /has version 2, and 1 is known\./),
    refused(
      "a gate did not pass",
      { [RECORD]: edited({ gates: [{ name: "schema", outcome: "failed" }] }) },
      /the gate schema is failed\./,
    ),
    refused(
      "an endpoint that only Python answers was not given up",
      {
        [RECORD]: edited({
          endpoints: [{ endpoint: "GET /legacy", state: "kept", reason: "It goes with Python.", isCalled: false }],
        }),
      },
      /^Python answers these endpoints and Rust does not:\n(?: {2}.*\n)*? {2}GET \/legacy\n[^]*Give them up by --without/,
      [],
    ),
    refused(
      "the new runtime does not start at all",
      script("exit 1"),
      /^On a copy of the database release \S+ as rust does not work: .* The old state stands: release \S+ as legacy\.$/,
    ),
    refused(
      "the new runtime answers on a spare port and not on the real one",
      script('case "$*" in "serve --port "$REAL) exit 1;; *) exec "$PROGRAM" "$@";; esac'),
      /^controller ended by itself 3 times; .* The old state stands: release \S+ as legacy\.$/,
    ),
    {
      condition: "A rollback is refused where nothing was switched, and a switch to what is live does nothing.",
      run: async () => {
        assert.equal(
          await installation.refusal("rollback"),
          "There was no switch or upgrade that could be taken back.",
        );
        assert.match(
          await installation.control("switch", ["--to", "legacy"]),
          /^Already live: release \S+ as legacy\.\n$/,
        );
      },
    },
    {
      condition: "Two at once are refused with a sentence.",
      run: async () => {
        const one = installation.start("status");
        const others = Array.from({ length: 5 }, () => installation.start("status"));
        const ended = await Promise.all([one, ...others].map(({ ended: end }) => end));
        const failed = ended.filter(({ code }) => code !== 0).map(({ stderr }) => stderr);
        for (const said of failed)
          assert.match(said, /^Another controllerctl works on \S+; wait until it has ended\.\n$/);
        assert.ok(failed.length < ended.length);
      },
    },
    {
      condition: "A newer format of the state is refused with a sentence and left alone.",
      run: async () => {
        const file = join(installation.prefix, "state.json");
        const before = readFileSync(file, "utf8");
        writeFileSync(file, before.replace('"format": 1', '"format": 2'));
        const said = await installation.refusal("status");
        writeFileSync(file, before);
        assert.match(said, /has format 2, and this controllerctl knows 1; use the one of that installation\.$/);
      },
    },
  ];
}

/** The record with other members. */
function edited(members: Readonly<Record<string, unknown>>) {
  return (text: Buffer) => Buffer.from(JSON.stringify({ ...(JSON.parse(text.toString()) as object), ...members }));
}

/** A shell script in place of the program, which the record vouches for; `$PROGRAM` is the program, `$REAL` the live port. */
function script(command: string): Files {
  let text = "";
  return {
    [PROGRAM]: (_, { port, bundle }) => {
      text = ["#!/bin/sh", `REAL=${port}`, `PROGRAM=${join(bundle, PROGRAM)}`, command, ""].join("\n");
      return Buffer.from(text);
    },
    [RECORD]: (record) => edited({ binary: { sha256: createHash("sha256").update(text).digest("hex") } })(record),
  };
}
