import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkSteps } from "./check.ts";
import { ChromiumMissing, findOrInstallChromium } from "./chromium.ts";
import { findOrInstallFaketime } from "./faketime.ts";
import { missingTools } from "./machine.ts";
import { whyNoRedis } from "./redis.ts";
import { runSteps, type Counts, type Step } from "./steps.ts";

/**
 * `npm test [-- NAME…]`: all suites, or those whose name contains one of the words. Each suite's own output lies in
 * artifacts/logs; the last line is `N passed, N failed`. Exit 0 where all passed, 1 where not, 2 where a tool is missing.
 */
const root = dirname(import.meta.dirname);
const artifacts = join(root, "artifacts");
const example = "examples/controller";
const wanted = process.argv.slice(2);

// Tests read what the command line prints, which is plain where nobody asks for colours.
delete process.env["FORCE_COLOR"];
const problems = missingTools(["python3", "rust", "make"]);
if (problems.length > 0) stop(problems.join("\n"));
const noRedis = await whyNoRedis((text) => console.log(text));
if (noRedis !== undefined) stop(noRedis);
await findOrInstallFaketime((text) => console.log(text));
const chromium = await findOrInstallChromium({ log: (text) => console.log(text) }).catch((error: unknown) => {
  if (error instanceof ChromiumMissing) stop(error.message);
  throw error;
});

rmSync(join(artifacts, "counts"), { recursive: true, force: true });
const started = performance.now();
const { passed, failed } = await runSteps(chosen(allSteps()), { root, logs: join(artifacts, "logs"), atOnce: 2 });
console.log(
  `All suites: ${((performance.now() - started) / 1000).toFixed(0)} s. Logs and screenshots lie in artifacts/.`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function allSteps(): readonly Step[] {
  const cargo = (name: string, args: readonly string[], more: Partial<Step> = {}): Step => ({
    name: `example ${name}`,
    command: "cargo",
    args,
    folder: `${example}/core-server-rs`,
    ...more,
  });
  return [
    { name: "build", command: "node", args: ["esbuild.config.mjs"] },
    cargo("build", ["build", "--locked", "--features", "drifts"]),
    vitest("unit", ["build"]),
    ...checkSteps(),
    { name: "VS Code server build", command: "node", args: ["scripts/vscode/server-build.ts"] },
    { name: "example venv", command: "make", args: ["venv"], folder: example },
    cargo("tests", ["test", "--locked", "--workspace", "--features", "drifts"], {
      after: ["example build", "example venv"],
      count: cargoCounts,
    }),
    cargo("lint", ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"], {
      after: ["example tests"],
    }),
    cargo("lint with drifts", ["clippy", "--locked", "--all-targets", "--features", "drifts", "--", "-D", "warnings"], {
      after: ["example lint"],
    }),
    vitest("browser", ["build"]),
    {
      name: "example core-check",
      command: "make",
      args: ["--silent", "core-check"],
      folder: example,
      count: pytestCounts,
    },
    make("e2e"),
    // What starts servers runs alone with what does not: time limits are for a machine that is not overloaded.
    // `make e2e` builds and runs the example in place, as these do.
    vitest("engine", ["build", "example build", "example lint with drifts", "example e2e"]),
    {
      name: "editor",
      command: "node",
      args: ["test/editor/run.ts"],
      environment: { PORTOLAN_COUNTS: join(artifacts, "counts-editor.json") },
      after: ["build", "engine", "VS Code server build"],
      count: () => countsIn("counts-editor.json"),
    },
    { name: "package", command: "node", args: ["scripts/package.ts"], after: ["build"] },
  ];
}

/** A target of the example that tries installations; each of its programs ends with a line that counts what passed. */
function make(target: string): Step {
  return {
    name: `example ${target}`,
    command: "make",
    args: ["--silent", target],
    folder: example,
    environment: { CHROMIUM: chromium },
    after: ["build", "example build", "example venv", "dashboard packages"],
    count: (log) => sumOf(log.matchAll(/^(\d+) passed, (\d+) failed$/gm)),
  };
}

function vitest(project: string, after: readonly string[]): Step {
  const file = join(artifacts, `counts-${project}.json`);
  return {
    name: project,
    command: "vitest",
    args: ["run", "--project", `${project}*`, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    environment: { CI: "true", CHROMIUM: chromium },
    after,
    count: () => countsIn(`counts-${project}.json`),
  };
}

/** The asked-for steps and all that they wait for. */
function chosen(steps: readonly Step[]): readonly Step[] {
  if (wanted.length === 0) return steps;
  const names = new Set(steps.filter(({ name }) => wanted.some((word) => name.includes(word))).map(({ name }) => name));
  for (const step of steps.toReversed()) if (names.has(step.name)) for (const name of step.after ?? []) names.add(name);
  return steps.filter(({ name }) => names.has(name));
}

function countsIn(file: string): Counts {
  const counts: unknown = JSON.parse(readFileSync(join(artifacts, file), "utf8"));
  if (typeof counts !== "object" || counts === null) throw new Error(`${file} holds no counts.`);
  const number = (names: readonly string[]) => {
    const entry = Object.entries(counts).find(([name]) => names.includes(name));
    return typeof entry?.[1] === "number" ? entry[1] : 0;
  };
  return { passed: number(["passed", "numPassedTests"]), failed: number(["failed", "numFailedTests"]) };
}

function cargoCounts(log: string): Counts {
  return sumOf(log.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm));
}

/** `62 passed, 1 failed, 2 errors in 9.12s`, in any order; what failed before the tests counts by the step's exit code. */
function pytestCounts(log: string): Counts {
  const number = (word: string) => Number(new RegExp(`(\\d+) ${word}\\b`).exec(log)?.[1] ?? 0);
  return { passed: number("passed"), failed: number("failed") + number("errors?") };
}

function sumOf(matches: Iterable<RegExpMatchArray>): Counts {
  const counts = { passed: 0, failed: 0 };
  for (const [, good, bad] of matches) {
    counts.passed += Number(good);
    counts.failed += Number(bad);
  }
  return counts;
}

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
