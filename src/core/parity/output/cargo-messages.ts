import { isRecord } from "#core/model/is-record.ts";
import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Place } from "#core/model/place.ts";

/** A problem without the side, which the reader of an output does not know. */
export type FoundProblem = Omit<BuildProblem, "side">;

/** Where a path that a compiler printed leads, relative to the project's folder. */
export type CompilerPath = (printed: string) => string;

/** What one line of `cargo --message-format=json` says (doc.rust-lang.org/cargo/reference/external-tools.html). */
export type CargoMessage =
  | { readonly kind: "diagnostic"; readonly rendered: string; readonly problem?: FoundProblem }
  | { readonly kind: "crate"; readonly isFresh: boolean }
  | { readonly kind: "other" };

/** As words: `cargo +nightly build`, and not `cargo build-all` or `mycargo build`. */
const CARGO = /(?<![\w./-])cargo(?:\s+\+[\w.-]+)?\s+(?:build|run|check)(?![\w-])/g;

/**
 * A build command with `--message-format=json` after its only `cargo build`, `run` or `check`. Undefined where it has
 * none or several of them, or says by itself how cargo is to write.
 * `cargo build --release && strip x` → `cargo build --message-format=json --release && strip x`
 */
export function withJsonMessages(line: string): string | undefined {
  const [found, ...more] = line.matchAll(CARGO);
  if (found === undefined || more.length > 0 || line.includes("--message-format")) return undefined;
  const end = found.index + found[0].length;
  return `${line.slice(0, end)} --message-format=json${line.slice(end)}`;
}

/** Reads one line; undefined for what is no message of cargo, such as what a build script or `cargo run` prints. */
export function readCargoMessage(line: string, pathOf: CompilerPath): CargoMessage | undefined {
  const message = jsonOf(line);
  if (!isRecord(message) || typeof message["reason"] !== "string") return undefined;
  switch (message["reason"]) {
    case "compiler-message":
      return isRecord(message["message"]) ? diagnosticOf(message["message"], pathOf) : { kind: "other" };
    case "compiler-artifact":
      return { kind: "crate", isFresh: message["fresh"] === true };
    default:
      return { kind: "other" };
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A rustc diagnostic (doc.rust-lang.org/rustc/json.html). */
function diagnosticOf(message: Readonly<Record<string, unknown>>, pathOf: CompilerPath): CargoMessage {
  const rendered = typeof message["rendered"] === "string" ? message["rendered"].trimEnd() : "";
  const spans = spansOf(message);
  const primary = spans.find(({ isPrimary }) => isPrimary) ?? spans[0];
  if (message["level"] !== "error" || primary === undefined) return { kind: "diagnostic", rendered };
  const { code } = isRecord(message["code"]) ? message["code"] : {};
  const children = Array.isArray(message["children"]) ? message["children"].filter((each) => isRecord(each)) : [];
  const notes = children.flatMap((child) =>
    spansOf(child).map((span) => ({ message: textOf(child), place: placeOf(span, pathOf) })),
  );
  const others = spans.filter((span) => span !== primary && span.label !== undefined);
  const problem: FoundProblem = {
    message: [textOf(message), ...(primary.label === undefined ? [] : [primary.label])].join(": "),
    ...(typeof code === "string" && { code }),
    place: placeOf(primary, pathOf),
    related: [...others.map((span) => ({ message: span.label ?? "", place: placeOf(span, pathOf) })), ...notes],
  };
  return { kind: "diagnostic", rendered, problem };
}

function textOf({ message }: Readonly<Record<string, unknown>>): string {
  return typeof message === "string" ? message : "";
}

interface Span {
  readonly file: string;
  readonly range: Place["range"];
  readonly isPrimary: boolean;
  readonly label?: string;
}

function spansOf({ spans }: Readonly<Record<string, unknown>>): readonly Span[] {
  return Array.isArray(spans) ? spans.flatMap((span: unknown) => (isRecord(span) ? (spanOf(span) ?? []) : [])) : [];
}

/** Within a macro of somebody else's the place is where it was called. */
function spanOf(span: Readonly<Record<string, unknown>>): Span | undefined {
  const { file_name: file, is_primary: isPrimary, label, expansion } = span;
  if (typeof file !== "string") return undefined;
  if (isForeign(file) && isRecord(expansion) && isRecord(expansion["span"])) {
    const called = spanOf({ ...expansion["span"], is_primary: isPrimary, label });
    if (called !== undefined) return called;
  }
  const at = (line: unknown, column: unknown): Place["range"]["start"] => ({
    line: Math.max(0, Number(line) - 1),
    character: Math.max(0, Number(column) - 1),
  });
  return {
    file,
    range: { start: at(span["line_start"], span["column_start"]), end: at(span["line_end"], span["column_end"]) },
    isPrimary: isPrimary === true,
    ...(typeof label === "string" && label !== "" && { label }),
  };
}

function isForeign(file: string): boolean {
  return file.startsWith("<") || /^\/rustc\/|\/\.cargo\/registry\//.test(file);
}

function placeOf({ file, range }: Span, pathOf: CompilerPath): Place {
  return { file: pathOf(file), range };
}
