import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { createResultStore, gatherResults, keptResults, type ResultStore } from "#core/session/kept/result-store.ts";
import { createFiles } from "#host/files/files.ts";

import { exampleResult } from "../report/report-examples.ts";

const KEY = endpointKey("GET", "/api/nodes/{node_id}");
const AT = "2026-01-01T00:00:00.000Z";

interface Folder extends AsyncDisposable {
  readonly path: string;
  readonly errors: readonly string[];
  /** As another process would open it. */
  readonly open: () => ResultStore;
}

async function createFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "portolan-results-"));
  const errors: string[] = [];
  const log = { info: () => undefined, error: (text: string) => void errors.push(text) };
  return {
    path,
    errors,
    open: () => createResultStore({ files: createFiles(path), log }),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

function resultOf(id: string, verdict: CaseResult["verdict"], bodyLength = 2): CaseResult {
  const result = exampleResult(KEY);
  const { python } = result.exchanges;
  if (python?.outcome.kind !== "answer") throw new Error("The example has an answer.");
  const body = { kind: "text", text: "x".repeat(bodyLength) } as const;
  const exchanges = { python: { ...python, outcome: { ...python.outcome, body } } };
  return { ...result, case: { ...result.case, id }, verdict, exchanges };
}

/** Which cases still have their answers. */
function withAnswers(results: readonly CaseResult[]): readonly string[] {
  return results.flatMap(({ case: { id }, exchanges }) => (exchanges.python === undefined ? [] : [id]));
}

test("what one process has found another one shows", async () => {
  await using folder = await createFolder();
  const one = resultOf("one", "differs");
  const saved = { at: AT, results: [one], notReached: [{ case: one.case, reason: "It stopped before it." }] };
  await folder.open().save(KEY, saved);
  expect(await folder.open().load(KEY)).toEqual(saved);
  expect(await folder.open().load(endpointKey("GET", "/api/nodes"))).toBeUndefined();
  expect(await readdir(join(folder.path, ".portolan/results"))).toHaveLength(1);
});

test("a file that cannot be understood counts as none", async () => {
  await using folder = await createFolder();
  await folder.open().save(KEY, { at: AT, results: [resultOf("one", "differs")], notReached: [] });
  const [name = ""] = await readdir(join(folder.path, ".portolan/results"));
  const file = join(folder.path, ".portolan/results", name);
  for (const text of ["", "{", '{"version":2}', (await readFile(file, "utf8")).replace('"case":{', '"was":{')]) {
    await writeFile(file, text);
    expect(await folder.open().load(KEY)).toBeUndefined();
  }
});

test("a folder that cannot be written is told in the log alone", async () => {
  await using folder = await createFolder();
  await writeFile(join(folder.path, ".portolan"), "");
  await folder.open().save(KEY, { at: AT, results: [], notReached: [] });
  expect(folder.errors.join("\n")).toContain("could not be kept");
});

test("answers are kept as far as there is room, of what differs first", () => {
  const results = [
    resultOf("same", "match", 4000),
    resultOf("other", "differs", 4000),
    resultOf("more", "differs", 4000),
  ];
  expect(withAnswers(keptResults(results))).toEqual(["same", "other", "more"]);
  const kept = keptResults(results, 13_000);
  expect(kept.map(({ case: { id } }) => id)).toEqual(["same", "other", "more"]);
  expect(withAnswers(kept)).toEqual(["other", "more"]);
  expect(JSON.stringify(kept).length).toBeLessThan(15_000);
});

test("of too many differences the first are kept and the others counted", () => {
  const result = resultOf("one", "differs");
  const [difference] = result.differences;
  const many = { ...result, differences: Array.from({ length: 5000 }, () => difference ?? never()) };
  const [kept] = keptResults([many], 100_000);
  expect([kept?.differences.length, kept?.omittedDifferences]).toEqual([100, 4900]);
});

test("the results of a run are taken endpoint by endpoint", () => {
  const gathered = gatherResults();
  gathered.add(resultOf("one", "match"));
  gathered.add(resultOf("two", "differs"));
  const step = { case: resultOf("three", "match").case, reason: "It stopped before it." };
  gathered.addNotReached(step);
  const { results, notReached } = gathered.take(KEY);
  expect(results.map(({ case: { id } }) => id)).toEqual(["one", "two"]);
  expect(notReached).toEqual([step]);
  expect(gathered.take(KEY)).toEqual({ results: [], notReached: [] });
});

function never(): never {
  throw new Error("The example has a difference.");
}
