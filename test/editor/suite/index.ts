import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";

import Mocha from "mocha";

import type { SuiteMessage, TestEvent } from "../test-event.ts";

/**
 * Runs in the extension host, bundled: all `*.test.cjs` beside it, by mocha (`describe` and `it`, to be imported from "mocha").
 * Each test that ended is told at once, as a line of JSON, to the port that the environment variable `PORTOLAN_SUITE_PORT` names.
 */
export async function run(): Promise<void> {
  const socket = connect(Number(process.env["PORTOLAN_SUITE_PORT"]), "127.0.0.1");
  await once(socket, "connect");
  try {
    const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: reporterTo(socket) });
    const grep = process.env["PORTOLAN_SUITE_GREP"];
    if (grep) mocha.grep(grep);
    const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
    for (const name of files.sort()) mocha.addFile(join(__dirname, name));
    const failures = await new Promise<number>((resolve) => mocha.run(resolve));
    tell(socket, { kind: "ended" });
    if (failures > 0) throw new Error(`${failures} tests failed.`);
  } finally {
    socket.end();
    await once(socket, "close");
  }
}

function reporterTo(socket: Socket): Mocha.ReporterConstructor {
  const add = (event: TestEvent): void => tell(socket, { kind: "test", event });
  return class extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on("pass", (test) => add({ path: test.titlePath(), outcome: "passed", durationMs: test.duration ?? 0 }));
      runner.on("pending", (test) => add({ path: test.titlePath(), outcome: "skipped", durationMs: 0 }));
      runner.on("fail", (test, error: Error) =>
        add({
          path: test.titlePath(),
          outcome: "failed",
          durationMs: test.duration ?? 0,
          error: error.stack ?? error.message,
        }),
      );
    }
  };
}

function tell(socket: Socket, message: SuiteMessage): void {
  socket.write(`${JSON.stringify(message)}\n`);
}
