import type { Side } from "#core/model/endpoint.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import type { OwnedProcess, ProcessExit } from "#core/ports.ts";

const BODY_LIMIT = 300;
const OUTPUT_LINES = 30;

export const SIDE_NAMES: Readonly<Record<Side, string>> = { python: "Python", rust: "Rust" };

/** `ended with code 101`, `was ended by SIGSEGV` */
export function exitText(exit: ProcessExit): string {
  return exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
}

/** A paragraph with what a process wrote last, to stand after a sentence. */
export function lastOutputText(process: OwnedProcess): string {
  const lines = process.lastOutput().trimEnd().split("\n").slice(-OUTPUT_LINES).join("\n");
  return lines === "" ? " It printed nothing." : ` It printed last:\n${lines}`;
}

/**
 * A sentence that names the caller's variables that the server was not given and that its last output speaks of, as
 * they are spelt or, where that cannot be mistaken, in small letters: settings classes name their fields so.
 */
export function withheldText(side: Side, process: OwnedProcess): string {
  const words = new Set(process.lastOutput().match(/\w+/g));
  const missed = process.withheld.filter(
    (name) => words.has(name) || (name.includes("_") && words.has(name.toLowerCase())),
  );
  if (missed.length === 0) return "";
  return ` Of your own environment it was not given ${missed.join(", ")}; \`servers.${side}\` in the project file can set it in \`environment\`, or pass it on with \`inherit: [${missed.join(", ")}]\`.`;
}

/** A body for a sentence: on one line, cut where it is long. */
export function bodyText(body: AnswerBody): string {
  if (body.kind === "empty") return "an empty body";
  if (body.kind === "binary") return `${body.bytes} bytes that are not UTF-8`;
  const line = body.text.replaceAll(/\s+/g, " ").trim();
  return line.length > BODY_LIMIT ? `${line.slice(0, BODY_LIMIT)}…` : line;
}
