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

const [{ runProgram }, { watchOutput }] = await Promise.all([
  import("./program.ts"),
  import("#host/processes/output-faults.ts"),
]);
const output = watchOutput([process.stdout, process.stderr]);
process.exitCode = await runProgram(process.argv);
// What was written last may still be on its way; an empty text comes after it.
await new Promise((resolve) => {
  process.stdout.write("", resolve);
});
const fault = output.fault();
if (fault !== undefined) {
  process.exitCode = 2;
  console.error(`Standard output could not be written whole: ${fault}. Send it elsewhere, and run again.`);
}
