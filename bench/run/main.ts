import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";

import { endpointKey } from "#core/model/endpoint.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { Selection, Session } from "#core/model/session.ts";
import { createSession } from "#core/session.ts";
import { createReaders } from "#core/session/languages.ts";
import { createNodePorts } from "#host/node-ports.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { collectRun } from "../../src/cli/collect-run.ts";
import { printResults, type Result } from "../index/print-results.ts";
import { bareLoop } from "./bare-loop.ts";
import { type Engine, writeProject } from "./project.ts";

/**
 * `npm run bench run`: what Portolan adds to the requests of a run, on servers that answer in a millisecond. Cases that
 * read as a ratio to a bare loop that sends the same requests, what a case that writes costs beyond that loop, a verdict
 * of one endpoint on servers that run already, and the memory that 10,000 cases take. `-- sqlite memory` measures those.
 */
const READS = 1_000;
const WRITES = 100;
const MANY = 10_000;
const TURNS = 3;

console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; times are the best of ${TURNS} turns.`);
const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);
if (isWanted("none")) await measureEngine("none", { most: 1.3 });
if (isWanted("sqlite")) await measureEngine("sqlite", { most: 1.3, mostWrite: 5 });
if (isWanted("postgresql")) await measureEngine("postgresql", { most: 1.6, mostWrite: 8 });
if (isWanted("memory")) await measureMemory();

interface Bounds {
  readonly most: number;
  /** Milliseconds. */
  readonly mostWrite?: number;
}

async function measureEngine(engine: Engine, { most, mostWrite }: Bounds): Promise<void> {
  await using bench = await openBench(engine, { reads: READS, writes: WRITES });
  const reads: Selection = { kind: "endpoints", endpoints: [endpointKey("GET", "/nodes/{id}")] };
  const writes: Selection = { kind: "endpoints", endpoints: [endpointKey("POST", "/nodes")] };
  await bench.run(reads);
  const best = { run: Infinity, bare: Infinity, write: Infinity, verdict: Infinity, cpu: Infinity, bareCpu: Infinity };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const read = await bench.run(reads);
    const before = process.cpuUsage();
    const bareReads = await bareLoop(read.results);
    best.bareCpu = Math.min(best.bareCpu, cpuMs(before) / READS);
    best.cpu = Math.min(best.cpu, read.cpuMs / READS);
    best.run = Math.min(best.run, sum(read.times));
    best.bare = Math.min(best.bare, sum(bareReads.slice(1)));
    const written = await bench.run(writes);
    const bareWrites = await bareLoop(written.results);
    best.write = Math.min(best.write, median(written.times) - median(bareWrites));
    best.verdict = Math.min(best.verdict, read.whole - sum(read.times));
  }
  const results: Result[] = [
    { what: `${READS} cases that read, by a bare loop`, value: best.bare, unit: "ms" },
    { what: "by a run", value: best.run / best.bare, unit: "×", target: most },
    {
      what: "a case that reads, this process alone",
      value: best.cpu,
      unit: "ms",
      note: `${best.bareCpu.toFixed(1)} ms by a bare loop`,
    },
    {
      what: "a case that writes, beyond that loop, median",
      value: best.write,
      unit: "ms",
      ...(mostWrite !== undefined && { target: mostWrite }),
    },
    { what: "a warm verdict of one endpoint, beyond its cases", value: best.verdict, unit: "ms", target: 300 },
  ];
  printResults(engine, results);
}

async function measureMemory(): Promise<void> {
  await using bench = await openBench("sqlite", { reads: MANY, writes: 0 });
  const heap = new Map<number, number>();
  let count = 0;
  await collectRun(bench.session, { kind: "all" }, AbortSignal.timeout(600_000), (event) => {
    if (event.kind !== "case-ended") return;
    count += 1;
    if (count === MANY / 2 || count === MANY) heap.set(count, heapUsed());
  });
  const grown = (heap.get(MANY) ?? 0) - (heap.get(MANY / 2) ?? 0);
  const bytes = grown / (MANY / 2);
  printResults(`${MANY.toLocaleString("en")} cases of 2 kB an answer`, [
    {
      what: "what each of the second half leaves in memory: its line in the reports",
      value: bytes / 1024,
      unit: "kB",
      target: 0.2,
    },
  ]);
}

interface Bench extends AsyncDisposable {
  readonly session: Session;
  run(selection: Selection): Promise<{
    readonly results: readonly CaseResult[];
    /** Milliseconds from one case's end to the next one's. */
    readonly times: readonly number[];
    readonly whole: number;
    /** What the run took of the processor, the servers left out. */
    readonly cpuMs: number;
  }>;
}

async function openBench(engine: Engine, cases: { readonly reads: number; readonly writes: number }): Promise<Bench> {
  const root = mkdtempSync(join(tmpdir(), "portolan-bench-"));
  writeProject(root, engine, cases);
  const besideSource = (file: string): string => join(import.meta.dirname, "../../src", file);
  const ports = createNodePorts({
    root,
    watchdogFile: besideSource("host/watchdog/watchdog-main.ts"),
    baseMakerFile: besideSource("host/databases/sqlite/base-maker-main.ts"),
    relayFile: besideSource("host/network/relay-main.ts"),
    contractDiffFile: "no contracts are compared here",
    readers: createReaders(createGrammars()),
    log: { info: () => undefined, error: (text) => console.error(text) },
  });
  const session = createSession(ports, { projectFile: "portolan.yaml", environment: process.env });
  return {
    session,
    run: async (selection) => {
      const results: CaseResult[] = [];
      const ends: number[] = [];
      const start = performance.now();
      const before = process.cpuUsage();
      for await (const event of session.run(selection, AbortSignal.timeout(600_000))) {
        requireNoFailure(event);
        if (event.kind !== "case-ended") continue;
        results.push(event.result);
        ends.push(performance.now());
      }
      const whole = performance.now() - start;
      if (results.length === 0) throw new Error("The run had no case.");
      return {
        results,
        cpuMs: cpuMs(before),
        times: ends.slice(1).map((end, index) => end - (ends[index] ?? 0)),
        whole,
      };
    },
    [Symbol.asyncDispose]: async () => {
      await session.dispose();
      await ports.dispose();
      rmSync(root, { recursive: true });
    },
  };
}

function requireNoFailure(event: RunEvent): void {
  if (event.kind === "case-ended" && event.result.verdict !== "match")
    throw new Error(`${event.result.case.id}: ${event.result.reason ?? event.result.verdict}`);
  if (event.kind === "ended" && event.outcome.kind === "failed") throw new Error(event.outcome.reason);
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
