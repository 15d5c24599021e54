import { expect, test } from "vitest";

import { placeText } from "#core/model/place.ts";
import { CrashWatch } from "#core/parity/output/crash-watch.ts";
import { findCrashes } from "#core/parity/output/find-crashes.ts";
import { ownFileIn } from "#core/parity/output/own-files.ts";

const OWN = [
  "core-server/app/main.py",
  "core-server/app/store.py",
  "core-server-rs/src/nodes.rs",
  "core-server-rs/crates/store/src/lib.rs",
];
const ownFile = (printed: string): string | undefined => {
  const folder = printed.endsWith(".py") ? "core-server" : "core-server-rs";
  return ownFileIn(folder, OWN)(printed);
};

/** What was printed, without the lines' common indentation; out comes each crash with its place and its number of lines. */
function checkCrashes(printed: string): string {
  return findCrashes(unindented(printed), ownFile)
    .map(({ message, place, text }) => {
      return `${message} @ ${place === undefined ? "nowhere" : placeText(place)}, ${text.split("\n").length} lines`;
    })
    .join("\n");
}

function unindented(text: string): string {
  return text.replaceAll(/^ {4}/gm, "").trim();
}

const PANIC = `
    INFO listening
    thread 'tokio-rt-worker' (91734) panicked at src/nodes.rs:41:10:
    called \`Option::unwrap()\` on a \`None\` value
    note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
    INFO more`;

const TRACEBACK = `
    ERROR:    Exception in ASGI application
    Traceback (most recent call last):
      File "/home/ada/port/core-server/.venv/lib/python3.12/site-packages/uvicorn/protocols/http/h11_impl.py", line 403, in run_asgi
        result = await app(
                 ^^^^^^^^^^
      File "/home/ada/port/core-server/app/main.py", line 22, in get_node
        return store.find(key)
      File "/home/ada/port/core-server/app/store.py", line 7, in find
        return rows[key]
               ~~~~^^^^^
      File "/usr/lib/python3.12/collections/__init__.py", line 1015, in __getitem__
        raise KeyError(key)
    KeyError: 'x'
    INFO:     127.0.0.1:41234 - "GET /nodes/x HTTP/1.1" 500 Internal Server Error`;

test("a panic is its place and its message, whatever thread it was", () => {
  expect(checkCrashes(PANIC)).toBe(
    "panicked: called `Option::unwrap()` on a `None` value @ core-server-rs/src/nodes.rs:41:10, 3 lines",
  );
  expect(checkCrashes(PANIC.replace(" (91734)", ""))).toBe(checkCrashes(PANIC));
});

test("a panic with what an assertion compared, and one as Rust 1.72 wrote it", () => {
  expect(
    checkCrashes(`
    thread 'main' panicked at src/nodes.rs:7:5:
    assertion \`left == right\` failed: counts
      left: 1
     right: 2
    thread 'main' panicked at 'no rows', src/nodes.rs:9:1
    note: run with \`RUST_BACKTRACE=1\``),
  ).toBe(
    [
      "panicked: assertion `left == right` failed: counts left: 1 right: 2 @ core-server-rs/src/nodes.rs:7:5, 4 lines",
      "panicked: no rows @ core-server-rs/src/nodes.rs:9:1, 2 lines",
    ].join("\n"),
  );
});

test("a panic within a library is at the project's innermost frame", () => {
  expect(
    checkCrashes(`
    thread 'main' panicked at /rustc/90b35a/library/core/src/option.rs:2021:13:
    index out of bounds at 0x7f9a2c00
    stack backtrace:
       0: rust_begin_unwind
                 at /rustc/90b35a/library/std/src/panicking.rs:665:5
       1: store::find
                 at ./crates/store/src/lib.rs:12:9
       2: server::nodes::get_node
                 at ./src/nodes.rs:41:10
    note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`),
  ).toBe("panicked: index out of bounds at 0x… @ core-server-rs/crates/store/src/lib.rs:12:9, 10 lines");
});

test("a traceback is the project's innermost frame and its last line, and keeps its lines", () => {
  expect(checkCrashes(TRACEBACK)).toBe("KeyError: 'x' @ core-server/app/store.py:7:1, 12 lines");
});

test("what another request was about makes no other crash", () => {
  const panic = (id: string): string => `thread 'main' (7) panicked at src/nodes.rs:7:5:\nno rows for ${id}`;
  const ids = ["7f9c24e8-3b12-4fef-91a0-aa51f2c7d001", "0b1e5a52-93d7-4c1e-8d0f-3f2ac1de9002"];
  expect(ids.map((id) => checkCrashes(panic(id)))).toEqual(
    ids.map(() => "panicked: no rows for … @ core-server-rs/src/nodes.rs:7:5, 2 lines"),
  );
  expect(findCrashes(panic(ids[0] ?? ""), ownFile)[0]?.text).toContain(ids[0]);
});

test("of exceptions that led to one another the last one counts", () => {
  expect(
    checkCrashes(`
    Traceback (most recent call last):
      File "/p/core-server/app/store.py", line 7, in find
        return rows[key]
    KeyError: 'x'

    During handling of the above exception, another exception occurred:

    Traceback (most recent call last):
      File "/p/core-server/app/main.py", line 22, in get_node
        raise RuntimeError(f"lost {object()}") from None
    RuntimeError: lost <object object at 0x7f3e5c0a1d20>
    `),
  ).toBe("RuntimeError: lost <object object at 0x…> @ core-server/app/main.py:22:1, 11 lines");
});

test("a group of exceptions stands behind bars", () => {
  expect(
    checkCrashes(`
      + Exception Group Traceback (most recent call last):
      |   File "/p/core-server/app/main.py", line 3, in lifespan
      |     async with create_task_group() as group:
      | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
      +-+---------------- 1 ----------------
        | Traceback (most recent call last):
        |   File "/p/core-server/app/store.py", line 9, in load
        |     raise ValueError("no store")
        | ValueError: no store
        +------------------------------------`),
  ).toBe(
    [
      "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception) @ core-server/app/main.py:3:1, 4 lines",
      "ValueError: no store @ core-server/app/store.py:9:1, 4 lines",
    ].join("\n"),
  );
});

test("what looks like the beginning of one is none", () => {
  expect(checkCrashes("thread 'main' panicked")).toBe("");
  expect(checkCrashes('Traceback (most recent call last):\n  File "/p/core-server/app/main.py", line 22, in x')).toBe(
    "",
  );
});

test("a crash is told once, as soon as it is whole, wherever the pieces are cut", () => {
  for (const printed of [PANIC, TRACEBACK]) {
    const whole = new CrashWatch({ python: ownFile, rust: ownFile }).push("python", unindented(printed));
    expect(whole).toHaveLength(1);
    const watch = new CrashWatch({ python: ownFile, rust: ownFile });
    const found = unindented(printed)
      .split("\n")
      .flatMap((line) => watch.push("python", line));
    expect(found.map(({ message, place }) => [message, place])).toEqual(
      whole.map(({ message, place }) => [message, place]),
    );
  }
});

test("a path is the project's where it names one file of it", () => {
  const find = ownFileIn("../server", ["../server/src/main.rs", "../server/a/src/lib.rs", "../server/b/src/lib.rs"]);
  expect(find("src/main.rs")).toBe("../server/src/main.rs");
  expect(find("server/src/main.rs")).toBe("../server/src/main.rs");
  expect(find("a/src/lib.rs")).toBe("../server/a/src/lib.rs");
  expect(find("src/lib.rs")).toBeUndefined();
  expect(find("/home/ada/.cargo/registry/src/x/server/src/main.rs")).toBeUndefined();
  expect(find("/home/ada/server/src/main.rs")).toBe("../server/src/main.rs");
});
