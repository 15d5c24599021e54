import { defineConfig } from "vitest/config";

// Tests read what the command line prints, which is plain where nobody asks for colours.
delete process.env["FORCE_COLOR"];

/** Tests of time limits, of memory and of what is left running, which other servers beside them would disturb. */
const ALONE = [
  "test/engine/cancel.test.ts",
  "test/engine/large-body.test.ts",
  "test/engine/faults/**",
  // What it compiles holds up every other build of the example.
  "test/engine/stubs.test.ts",
];

const ENGINE = { testTimeout: 180_000, hookTimeout: 600_000 };

/**
 * Three sorts of tests: fast ones without a server, ones against the example's real servers, two files at a time because
 * each run waits for servers most of its time, and ones in a real browser. A file of the second sort writes nothing into
 * the example that another one reads, or stands among those that run alone.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // Some start processes, and the machine may be busy with other suites.
          testTimeout: 30_000,
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**", "test/editor/**", "test/**/browser/**"],
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          exclude: ALONE,
          ...ENGINE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "engine-alone",
          include: ALONE.map((name) => name.replace(/\*\*$/, "**/*.test.ts")),
          ...ENGINE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      { test: { name: "browser", include: ["test/**/browser/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 } },
    ],
  },
});
