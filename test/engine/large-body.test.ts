import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createSmallProject } from "../servers/small-project.ts";
import { root } from "./example.ts";

const MEGABYTE = 1024 * 1024;

/** A server whose one answer has 50 MB; Rust's differs in a value, or is laid out in other lines. */
const SERVER = `
import { createServer } from "node:http";
const [port, side, kind] = process.argv.slice(2);
const isOther = side === "rust" && kind === "changed";
const rows = Array.from({ length: 250_000 }, (_, id) =>
  JSON.stringify({ id, name: isOther && id === 123_456 ? "changed" : "row " + id, text: "x".repeat(160) }));
const text = "[" + rows.join(side === "rust" ? ",\\n" : ",") + "]";
createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(request.url === "/ready" ? "{}" : text);
}).listen(Number(port), "127.0.0.1");
`;

/** What `portolan check` prints and answers, how large its report is, and the most memory that it had, in bytes. */
async function check(
  kind: "changed" | "laid out",
): Promise<{ output: string; code: number; report: string; peak: number }> {
  const start = (side: string): string => `${process.execPath} large.mjs \${port} ${side} ${JSON.stringify(kind)}`;
  await using project = await createSmallProject({
    hasNoDatabase: true,
    settings: "",
    start: { python: start("python"), rust: start("rust") },
    files: { "python/large.mjs": SERVER, "rust/large.mjs": SERVER },
  });
  const args = [join(root, "dist/cli.js"), "check", "--report", "json=run.json"];
  const running = spawn(process.execPath, args, { cwd: project.folder, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  running.stdout.on("data", (part) => (output += String(part)));
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, mostMemory(running.pid))), 50);
  const [code] = (await once(running, "close")) as [number];
  clearInterval(watch);
  return { output, code, report: readFileSync(join(project.folder, "run.json"), "utf8"), peak };
}

/** The most that a process had in memory so far, as Linux tells it; 0 where it has ended. */
function mostMemory(pid: number | undefined): number {
  try {
    const [, kilobytes = "0"] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}

test.runIf(process.platform === "linux")(
  "two bodies of 50 MB that differ in a value take a bounded memory, also where they are asked for once more",
  async () => {
    const { output, code, report, peak } = await check("changed");
    expect([code, output]).toEqual([1, expect.stringContaining("value at /*/name")]);
    expect(report.length).toBeLessThan(100_000);
    // Four bodies are there at once, each of them once more as it is masked and as it is read.
    expect(peak / MEGABYTE).toBeLessThan(900);
  },
  300_000,
);

test.runIf(process.platform === "linux")(
  "two bodies of 50 MB that are only laid out otherwise are never read into trees",
  async () => {
    const { output, code, peak } = await check("laid out");
    expect([code, output]).toEqual([0, expect.stringContaining("1 of 1 case match")]);
    expect(peak / MEGABYTE).toBeLessThan(550);
  },
  300_000,
);
