import { defineConfig } from "vitest/config";

// Tests read what the command line prints, which is plain where nobody asks for colours.
delete process.env["FORCE_COLOR"];

/** Three sorts of tests: fast ones without a server, ones against the example's real servers, ones in a real browser. */
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
          testTimeout: 180_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      { test: { name: "browser", include: ["test/**/browser/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 } },
    ],
  },
});
