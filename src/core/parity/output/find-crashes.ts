import type { Crash } from "#core/model/run/crash.ts";
import type { Place } from "#core/model/place.ts";

/** The project's own file that a printed path means, relative to the project's folder; undefined for anybody else's. */
export type OwnFile = (printed: string) => string | undefined;

/** A crash and up to which line of the text it goes. */
export interface FoundCrash extends Omit<Crash, "side"> {
  /** Index of the first line after it. */
  readonly end: number;
}

/**
 * The panics of Rust and the tracebacks of Python in what a server printed, in their order: each reduced to its message and
 * the project's innermost place. Of exceptions that led to one another the last counts. A traceback without its last
 * line is not there yet.
 */
export function findCrashes(text: string, ownFile: OwnFile): readonly FoundCrash[] {
  const lines = text.split("\n").map((line) => withoutColour(line));
  const found: FoundCrash[] = [];
  for (let at = 0; at < lines.length;) {
    const crash = panicAt(lines, at, ownFile) ?? tracebackAt(lines, at, ownFile);
    if (crash !== undefined) found.push(crash);
    at = crash?.end ?? at + 1;
  }
  return found;
}

/** Whether a crash may begin with this line. */
export function mayBeginCrash(line: string): boolean {
  const plain = withoutColour(line);
  return PANIC.test(plain) || TRACEBACK.test(bareLine(plain));
}

/** Thread, and since 1.91 its id, are another one each time; until 1.72 the message stood before the place. */
const PANIC = /^thread '.*' (?:\(\d+\) )?panicked at (?:'(.*)', )?(.+?):(\d+):(\d+):?$/;

function panicAt(lines: readonly string[], start: number, ownFile: OwnFile): FoundCrash | undefined {
  const found = PANIC.exec(lines[start] ?? "");
  if (found === null) return undefined;
  const [, before, file = "", line = "", column = ""] = found;
  let end = start + 1;
  const said: string[] = before === undefined ? [] : [before];
  // The message may go on; what an assertion compares is indented.
  if (before === undefined && end < lines.length && !isAfterPanic(lines[end] ?? "")) said.push(lines[end++] ?? "");
  while (end < lines.length && /^\s+\S/.test(lines[end] ?? "")) said.push(lines[end++] ?? "");
  if (said.length === 0) return undefined;
  const frames: Place[] = [];
  if (lines[end]?.startsWith("stack backtrace:") === true) {
    end += 1;
    while (end < lines.length && /^\s+(?:\d+:|at )/.test(lines[end] ?? "")) {
      const frame = /^\s+at (.+?):(\d+)(?::(\d+))?$/.exec(lines[end++] ?? "");
      const place = frame === null ? undefined : placeIn(ownFile, frame[1], frame[2], frame[3]);
      if (place !== undefined) frames.push(place);
    }
  }
  if (/^note: (?:run with|Some details)/.test(lines[end] ?? "")) end += 1;
  const place = placeIn(ownFile, file, line, column) ?? frames[0];
  return crashOf(`panicked: ${said.map((each) => each.trim()).join(" ")}`, place, lines, start, end);
}

function isAfterPanic(line: string): boolean {
  return /^(?:note: run with|stack backtrace:)/.test(line);
}

const TRACEBACK = /^Traceback \(most recent call last\):$/;
const FRAME = /^ {2}File "(.+)", line (\d+)(?:, in .*)?$/;
const LINKED = /^(?:During handling of the above exception|The above exception was the direct cause)/;

function tracebackAt(lines: readonly string[], start: number, ownFile: OwnFile): FoundCrash | undefined {
  if (!TRACEBACK.test(bareLine(lines[start] ?? ""))) return undefined;
  let end = start + 1;
  let place: Place | undefined;
  for (; end < lines.length && /^(?: |$)/.test(bareLine(lines[end] ?? "")); end++) {
    const frame = FRAME.exec(bareLine(lines[end] ?? ""));
    place = (frame === null ? undefined : placeIn(ownFile, frame[1], frame[2])) ?? place;
  }
  const last = bareLine(lines[end] ?? "");
  if (end >= lines.length || last === "") return undefined;
  end += 1;
  const own = crashOf(last, place, lines, start, end);
  const next = lines.findIndex((line, at) => at >= end && bareLine(line) !== "");
  if (next < 0 || !LINKED.test(bareLine(lines[next] ?? ""))) return own;
  const again = lines.findIndex((line, at) => at > next && bareLine(line) !== "");
  const linked = again < 0 ? undefined : tracebackAt(lines, again, ownFile);
  // The outer exception may come from a library alone: the inner one has led there.
  return linked && { ...crashOf(linked.message, linked.place ?? place, lines, start, linked.end) };
}

/** Frames of exception groups stand behind bars. */
function bareLine(line: string): string {
  return line.replace(/^\s*(?:\+ Exception Group |\|(?: |$))/, "");
}

function placeIn(ownFile: OwnFile, file: string | undefined, line = "1", column = "1"): Place | undefined {
  const own = file === undefined ? undefined : ownFile(file);
  if (own === undefined) return undefined;
  const start = { line: Math.max(0, Number(line) - 1), character: Math.max(0, Number(column) - 1) };
  return { file: own, range: { start, end: start } };
}

/** Longer ones fill a page and say no more. */
const MOST_LINES = 200;
const MOST_MESSAGE = 500;

function crashOf(
  message: string,
  place: Place | undefined,
  lines: readonly string[],
  start: number,
  end: number,
): FoundCrash {
  const text = lines.slice(Math.max(start, end - MOST_LINES), end).join("\n");
  return { message: withoutIds(message).slice(0, MOST_MESSAGE), ...(place && { place }), text, end };
}

/**
 * Addresses, ids of threads and processes, and those of what a request was about are others each time; without them two
 * crashes of one cause say the same. What was printed keeps them.
 */
function withoutIds(message: string): string {
  return message
    .replaceAll(/\b0x[\da-f]{4,}\b/gi, "0x…")
    .replaceAll(/\b(pid|thread|tid)([ =:]+)\d+/gi, "$1$2…")
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, "…")
    .replaceAll(/ThreadId\(\d+\)/g, "ThreadId(…)");
}

const COLOUR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, "g");

function withoutColour(line: string): string {
  return line.replaceAll(COLOUR, "").replace(/\r$/, "");
}
