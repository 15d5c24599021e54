import { stripVTControlCharacters } from "node:util";

import type { TestEvent } from "./test-event.ts";

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Prints one line a test as it ends, and counts. */
export class Tally {
  #passed = 0;
  #failed = 0;

  get counts(): Counts {
    return { passed: this.#passed, failed: this.#failed };
  }

  readonly add = ({ path, outcome, durationMs, error }: TestEvent): void => {
    const name = path.join(" › ");
    switch (outcome) {
      case "passed":
        this.#passed += 1;
        return console.log(`✓ ${name} (${Math.round(durationMs)} ms)`);
      case "skipped":
        return console.log(`- ${name} (skipped)`);
      case "failed":
        this.#failed += 1;
        return console.log(`✗ ${name} (${Math.round(durationMs)} ms)\n${indentedOwnLines(error ?? "")}`);
    }
  };
}

/** Without the lines of a stack that stand in test runners and other packages. */
function indentedOwnLines(error: string): string {
  const lines = stripVTControlCharacters(error).trimEnd().split("\n");
  const own = lines.filter((line) => !/^\s+at .*(node_modules|node:internal|extensionHostProcess)/.test(line));
  return own.map((line) => `    ${line}`).join("\n");
}
