import type { Reporter, TestCase } from "vitest/node";
import { startVitest } from "vitest/node";

import { circumstancesAsEnvironment, type Circumstances } from "./circumstances.ts";
import type { TestEvent } from "./test-event.ts";

const limitMs = 120_000;

/** Runs `test/editor/window/*.test.ts` one after the other, and tells how each test ended. Errors beside the tests count as failed ones. */
export async function runWindowSuite(
  root: string,
  circumstances: Circumstances,
  { grep, onEvent }: { readonly grep: string | undefined; readonly onEvent: (event: TestEvent) => void },
): Promise<void> {
  const vitest = await startVitest("test", [], {
    root,
    config: false,
    watch: false,
    include: ["test/editor/window/**/*.test.ts"],
    reporters: [reporterTo(onEvent)],
    fileParallelism: false,
    testTimeout: limitMs,
    hookTimeout: limitMs,
    env: circumstancesAsEnvironment(circumstances),
    ...(grep === undefined ? {} : { testNamePattern: grep }),
  });
  await vitest.close();
}

function reporterTo(onEvent: (event: TestEvent) => void): Reporter {
  return {
    onTestCaseResult: (test) => onEvent(eventOf(test)),
    onTestModuleEnd: (module) => {
      for (const error of module.errors()) onEvent(failure([module.relativeModuleId], error));
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) onEvent(failure(suite.fullName.split(" > "), error));
      }
    },
    onTestRunEnd: (_, errors) => {
      for (const error of errors) onEvent(failure(["outside of the tests"], error));
    },
  };
}

function eventOf(test: TestCase): TestEvent {
  const { state, errors } = test.result();
  const path = test.fullName.split(" > ");
  const durationMs = test.diagnostic()?.duration ?? 0;
  if (state === "passed") return { path, outcome: "passed", durationMs };
  if (state === "failed") return { ...failure(path, errors?.[0]), durationMs };
  return { path, outcome: "skipped", durationMs: 0 };
}

function failure(
  path: readonly string[],
  error: { readonly message: string; readonly stack?: string } | undefined,
): TestEvent {
  return {
    path,
    outcome: "failed",
    durationMs: 0,
    error: error?.stack ?? error?.message ?? "failed without a message",
  };
}
