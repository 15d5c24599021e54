#!/usr/bin/env node
// The command `portolan`. Nothing is imported here at once: an older Node must live to read the sentence.
const OLDEST: readonly [major: number, minor: number] = [22, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(
    `portolan needs Node ${OLDEST.join(".")} or newer; this is ${process.version}. Get one from nodejs.org.`,
  );
  process.exit(2);
}

const { runProgram } = await import("./program.ts");
process.exitCode = await runProgram(process.argv);
