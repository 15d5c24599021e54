import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { axumProject, fastapiProject, linesOf, sparseProject, writeProject, type Generated } from "./generate.ts";
import { measureCold, type ColdTimes } from "./measure-cold.ts";
import { measureEdits, projectFile } from "./measure-edits.ts";
import type { ProjectTimes } from "./measure-project.ts";
import { printProject, printProjectsHeader, printProjectsSummary } from "./print-projects.ts";
import { printResults, type Result } from "./print-results.ts";

/**
 * `npm run bench index [-- --edits N] [--peer COMMAND] [--project DIR]… [--no-generated]`: how fast sources are read.
 * Makes projects in a temporary folder, the same each time, and removes them. A peer is a shell command that is run in
 * each project's folder; `{}` in it stands for the folder. A `--project` is the folder of a server that the caller has
 * brought: it is measured as well, or alone with `--no-generated`, and not written to.
 */
const { values } = parseArgs({
  allowNegative: true,
  options: {
    edits: { type: "string", default: "200" },
    peer: { type: "string" },
    project: { type: "string", multiple: true, default: [] },
    generated: { type: "boolean", default: true },
  },
});
const edits = Number(values.edits);
if (!Number.isInteger(edits) || (edits < 20 && (edits !== 0 || values.generated))) {
  console.error("--edits takes a whole number of at least 20, or 0 beside --no-generated.");
  process.exit(2);
}

console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; times are the best of 3 tries.`);
const PROJECT_WORKER = new URL("project-worker.ts", import.meta.url);
const root = await mkdtemp(join(tmpdir(), "portolan-bench-"));
const missing = values.project.filter((folder) => !existsSync(folder));
if (missing.length > 0) {
  console.error(`There is no folder ${missing.join(", ")}.`);
  process.exit(2);
}
try {
  if (values.generated) await measureGenerated();
  if (values.project.length > 0) await measureProjects(values.project.map((folder) => resolve(folder)));
} finally {
  await rm(root, { recursive: true, force: true });
}
console.log(`\nLoad at the end: ${loadavg()[0]?.toFixed(1)}.`);

async function measureGenerated(): Promise<void> {
  for (const project of [fastapiProject(), axumProject()]) await measureProject(project, true);
  await measureProject(sparseProject(), false);
}

/** Each in a thread of its own, where no JavaScript is compiled yet and nothing is left of the others. */
async function measureProjects(folders: readonly string[]): Promise<void> {
  const measured: ProjectTimes[] = [];
  printProjectsHeader();
  for (const folder of folders) {
    const worker = new Worker(PROJECT_WORKER, { workerData: { folder, edits } });
    const [times] = (await once(worker, "message")) as [ProjectTimes];
    printProject(folder, times);
    measured.push(times);
    await worker.terminate();
  }
  printProjectsSummary(measured);
}

async function measureProject(project: Generated, isDense: boolean): Promise<void> {
  const folder = join(root, project.name.replaceAll(" ", "-"));
  await writeProject(project, folder);
  const times = await measureCold(project, folder);
  if (times.routes !== project.routes) {
    throw new Error(`${project.name}: ${times.routes} routes were found, ${project.routes} are there`);
  }
  const size = `${project.files.size} files, ${linesOf(project)} lines, ${project.routes} routes`;
  printResults(`${project.name} · ${size}`, [
    ...(isDense ? denseResults(times) : sparseResults(times)),
    ...(isDense ? await editResults(project, folder) : []),
    ...peerResults(folder, times),
  ]);
}

function denseResults({ parsing, inline, workers }: ColdTimes): readonly Result[] {
  return [
    { what: "bare tree-sitter parsing, one thread", value: parsing, unit: "ms" },
    { what: "cold index, one thread, to bare parsing", value: inline / parsing, unit: "×", target: 1.6 },
    { what: "cold index, two readers, to bare parsing", value: workers / parsing, unit: "×", target: 0.9 },
  ];
}

function sparseResults({ parsing, inline }: ColdTimes): readonly Result[] {
  return [
    { what: "bare tree-sitter parsing, one thread", value: parsing, unit: "ms" },
    { what: "cold index, one thread, to bare parsing", value: inline / parsing, unit: "×", target: 0.35 },
  ];
}

async function editResults(project: Generated, folder: string): Promise<readonly Result[]> {
  await writeFile(join(folder, "portolan.yaml"), projectFile());
  const { times, memory } = await measureEdits(project, folder, edits);
  return [
    ...times.flatMap(({ kind, edits: count, median, p95, p95Computed }): readonly Result[] => [
      {
        what: `one character ${kind}, new ledger, p95`,
        value: p95,
        unit: "ms",
        target: 10,
        note: `${count} edits, median ${median.toFixed(1)} ms, p95 of this thread's own time ${p95Computed.toFixed(1)} ms`,
      },
    ]),
    { what: `heap after ${memory.edits} edits`, value: memory.heap, unit: "MB", target: 5 },
    { what: "of it in the second half", value: memory.heapSecondHalf, unit: "MB", target: 2 },
    { what: "resident memory, threads included", value: memory.resident, unit: "MB" },
  ];
}

function peerResults(folder: string, times: ColdTimes): readonly Result[] {
  if (values.peer === undefined) return [];
  const start = performance.now();
  const { status } = spawnSync("sh", ["-c", values.peer.replaceAll("{}", folder)], { cwd: folder, stdio: "ignore" });
  const ms = performance.now() - start;
  return [
    { what: "peer", value: ms, unit: "ms", note: status === 0 ? values.peer : `exit ${status}: ${values.peer}` },
    { what: "peer, to the cold index with two readers", value: ms / times.workers, unit: "×" },
  ];
}
