import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { createWorkerReaders } from "#host/readers/worker-readers.ts";

const entry = new URL("../../src/worker/main.ts", import.meta.url);

test("a file is read in another thread, and what comes back is the same as here", async () => {
  const readers = createWorkerReaders(entry, { info: () => {}, error: () => {} });
  try {
    const [python, rust] = await Promise.all([
      readers.read("app.py", "X = '/a'\n"),
      readers.read("src/main.rs", "fn main() {}\n"),
    ]);
    expect([python.language, rust.language]).toEqual(["python", "rust"]);
  } finally {
    await readers.dispose();
  }
});

test("a thread that dies is replaced and asked again; a file on which it dies twice is given up", async () => {
  const dying = new URL(`data:text/javascript,${encodeURIComponent(DYING)}`);
  const log: string[] = [];
  const readers = createWorkerReaders(dying, { info: () => {}, error: (text) => log.push(text) });
  try {
    await expect(readers.read("deadly.py", "")).rejects.toThrow("The reader thread ended while it read deadly.py");
    await expect(readers.read("good.py", "")).resolves.toEqual({ language: "python", file: "good.py" });
  } finally {
    await readers.dispose();
  }
});

test("what was with a thread that died on another file is read all the same", async () => {
  const dying = new URL(`data:text/javascript,${encodeURIComponent(DYING)}`);
  const readers = createWorkerReaders(dying, { info: () => {}, error: () => {} });
  try {
    const names = Array.from({ length: 20 }, (_, index) => (index % 5 === 2 ? "deadly.py" : `${index}.py`));
    const answers = await Promise.allSettled(names.map((name) => readers.read(name, "")));
    expect(answers.map((each) => (each.status === "fulfilled" ? each.value.file : "deadly.py"))).toEqual(names);
  } finally {
    await readers.dispose();
  }
});

test("an answer that takes longer than the next one comes first all the same", async () => {
  const readers = createWorkerReaders(entry, { info: () => {}, error: () => {} });
  try {
    const names = ["a.py", "b.rs", "c.json", "d.py", "e.json"];
    const answers = await Promise.all(names.map((name) => readers.read(name, "")));
    expect(answers.map(({ file }) => file)).toEqual(names);
  } finally {
    await readers.dispose();
  }
});

test("files that wait are shared by two threads at most, and each answer goes to its question", async () => {
  const telling = new URL(`data:text/javascript,${encodeURIComponent(TELLING)}`);
  const readers = createWorkerReaders(telling, { info: () => {}, error: () => {} });
  try {
    const names = Array.from({ length: 12 }, (_, index) => `${index}.py`);
    const answers = await Promise.all(names.map((name) => readers.read(name, "")));
    expect(answers.map(({ file }) => file.split(" ")[0])).toEqual(names);
    const threads = new Set(answers.map(({ file }) => file.split(" ")[1]));
    expect(threads.size).toBe(Math.min(2, availableParallelism()));
  } finally {
    await readers.dispose();
  }
});

/** Answers after a while, with the number of the thread behind the file's name. */
const TELLING = `
import { parentPort, threadId } from "node:worker_threads";
parentPort.on("message", ({ id, file }) => setTimeout(() => {
  parentPort.postMessage({ id, kind: "read", facts: { language: "python", file: file + " " + threadId } });
}, 100));
`;

const DYING = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ id, file }) => {
  if (file === "deadly.py") process.exit(1);
  parentPort.postMessage({ id, kind: "read", facts: { language: "python", file } });
});
`;
