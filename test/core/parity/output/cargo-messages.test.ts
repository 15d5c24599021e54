import { expect, test } from "vitest";

import { placeText } from "#core/model/place.ts";
import { BuildReader } from "#core/parity/output/build-reader.ts";
import { type FoundProblem, withJsonMessages } from "#core/parity/output/cargo-messages.ts";

const pathOf = (printed: string): string => `rs/${printed}`;

function problemText({ message, code, place, related }: FoundProblem): string {
  const more = related.map((each) => `\n  ${placeText(each.place)}: ${each.message}`).join("");
  return `${placeText(place)}: ${message}${code === undefined ? "" : ` (${code})`}${more}`;
}

test.each([
  ["cargo build", "cargo build --message-format=json"],
  ["cargo build --features drifts", "cargo build --message-format=json --features drifts"],
  ["cd x && cargo +nightly check -q; echo", "cd x && cargo +nightly check --message-format=json -q; echo"],
  ["cargo run -- seed", "cargo run --message-format=json -- seed"],
  ["cargo build && cargo build --bin two", undefined],
  ["cargo build --message-format=short", undefined],
  ["cargo build-all", undefined],
  ["./mycargo build", undefined],
  ["cargo test", undefined],
  ["make build", undefined],
])("%j asks for messages as %j", (line, asked) => {
  expect(withJsonMessages(line)).toBe(asked);
});

const span = (line: number, isPrimary: boolean, label: string | null = null): object => ({
  file_name: "src/nodes.rs",
  line_start: line,
  line_end: line,
  column_start: 5,
  column_end: 9,
  is_primary: isPrimary,
  label,
  expansion: null,
});

const MISMATCH = JSON.stringify({
  reason: "compiler-message",
  package_id: "x",
  message: {
    message: "mismatched types",
    level: "error",
    code: { code: "E0308", explanation: "" },
    spans: [span(3, false, "expected because of this"), span(12, true, "expected `u64`, found `i64`")],
    children: [{ message: "function defined here", level: "note", code: null, spans: [span(40, true)], children: [] }],
    rendered: "error[E0308]: mismatched types\n  --> src/nodes.rs:12:5\n",
  },
});
const ARTIFACT = (isFresh: boolean): string => JSON.stringify({ reason: "compiler-artifact", fresh: isFresh });

test("an error is at its place, with what is related, and is shown as the compiler renders it", () => {
  const reader = new BuildReader({ hasMessages: true, pathOf });
  const { texts, problems } = reader.push([ARTIFACT(false), ARTIFACT(true), MISMATCH].join("\n"), "output");
  expect(texts).toEqual(["error[E0308]: mismatched types\n  --> src/nodes.rs:12:5"]);
  expect(reader.crates).toBe(1);
  expect(problems.map((problem) => problemText(problem)).join("\n")).toMatchInlineSnapshot(`
    "rs/src/nodes.rs:12:5: mismatched types: expected \`u64\`, found \`i64\` (E0308)
      rs/src/nodes.rs:3:5: expected because of this
      rs/src/nodes.rs:40:5: function defined here"
  `);
});

test("a warning is shown and is no problem; what a program prints between messages is text", () => {
  const warning = MISMATCH.replace('"level":"error"', '"level":"warning"');
  const { texts, problems } = new BuildReader({ hasMessages: true, pathOf }).push(`seeding\n${warning}`, "output");
  expect(texts).toEqual(["seeding", "error[E0308]: mismatched types\n  --> src/nodes.rs:12:5"]);
  expect(problems).toEqual([]);
});

test("a message that was cut into lines is read as one", () => {
  const reader = new BuildReader({ hasMessages: true, pathOf });
  expect(reader.push(MISMATCH.slice(0, 200), "output")).toEqual({ texts: [], problems: [] });
  expect(reader.push(MISMATCH.slice(200), "output").problems).toHaveLength(1);
});

test("an error within another crate's macro is where the macro was called", () => {
  const inMacro = {
    ...span(7, true),
    file_name: "/home/a/.cargo/registry/src/x/src/lib.rs",
    expansion: { span: span(9, false) },
  };
  const message = {
    reason: "compiler-message",
    message: { message: "no", level: "error", spans: [inMacro], children: [] },
  };
  const { problems } = new BuildReader({ hasMessages: true, pathOf }).push(JSON.stringify(message), "output");
  expect(problems.map((problem) => problemText(problem))).toEqual(["rs/src/nodes.rs:9:5: no"]);
});

test("without messages the text is read: places behind arrows, crates, notes", () => {
  const reader = new BuildReader({ hasMessages: false, pathOf });
  const text = `   Compiling serde v1.0.228
   Compiling server v0.1.0 (/p/rs)
warning: unused variable: \`x\`
 --> src/main.rs:2:9
error[E0308]: mismatched types
  --> src/nodes.rs:12:5
   |
12 |     id
   |     ^^ expected \`u64\`, found \`i64\`
   |
note: function defined here
  --> src/nodes.rs:40:4
error: aborting due to 1 previous error`;
  const { texts, problems } = reader.push(text, "error");
  expect(texts).toEqual([text]);
  expect(reader.crates).toBe(2);
  expect(problems.map((problem) => problemText(problem)).join("\n")).toMatchInlineSnapshot(`
    "rs/src/nodes.rs:12:5: mismatched types (E0308)
      rs/src/nodes.rs:40:4: note: function defined here"
  `);
});
