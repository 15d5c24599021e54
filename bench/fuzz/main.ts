import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { mutatedFiles, type MutatedFile } from "../../test/core/sources/mutated-files.ts";
import { readMutated } from "../../test/core/sources/read-mutated.ts";

/**
 * `npm run bench fuzz -- [COUNT] [SEED]`: reads and links damaged files, projects and contracts, and tells which threw
 * and which took longest, in seconds of the processor. Nothing throws, and nothing takes more than five.
 */
const [count = 2000, seed = 1] = process.argv.slice(2).map(Number);
const LIMIT_SECONDS = 5;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

interface Read {
  readonly number: number;
  readonly seconds: number;
  readonly of: MutatedFile;
}

/** What is held now, in MB: the heap and what lies beside it, such as the memory of the grammars. */
function heldNow(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1_000_000);
}

let heldEarly = 0;
let slowest: readonly Read[] = [];
let number = 0;
let thrown = 0;
for (const of of mutatedFiles(seed)) {
  if (number === count) break;
  const before = process.cpuUsage();
  try {
    await readMutated(of);
  } catch (error) {
    thrown += 1;
    console.log(`${number} ${of.file}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    console.log(JSON.stringify(of.text.slice(0, 2000)));
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  slowest = [...slowest, { number, seconds, of }].toSorted((a, b) => b.seconds - a.seconds).slice(0, 5);
  number += 1;
  if (number === Math.ceil(count / 10)) heldEarly = heldNow();
}
console.log(`${number} files, seed ${seed}: ${thrown} threw; ${heldEarly} MB held early, ${heldNow()} MB at the end`);
for (const { number: at, seconds, of } of slowest) {
  const mark = seconds > LIMIT_SECONDS ? `, more than ${LIMIT_SECONDS}` : "";
  console.log(`  ${seconds.toFixed(2)} s${mark}: number ${at}, ${of.file}, ${of.text.length} characters`);
}
