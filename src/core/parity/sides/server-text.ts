import type { Side } from "#core/model/endpoint.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { placeText } from "#core/model/place.ts";
import type { OwnedProcess, ProcessExit } from "#core/ports.ts";
import { findCrashes, type OwnFile } from "../output/find-crashes.ts";
import { printedFile } from "../output/own-files.ts";

const BODY_LIMIT = 300;
const OUTPUT_LINES = 30;

/** `ended with code 101`, `was ended by SIGSEGV` */
export function exitText(exit: ProcessExit): string {
  return exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
}

/** The side's name and what it said as it crashed, with the place: `It panicked at src/nodes.rs:41:10: index out of bounds.` */
export function crashText({ message, place }: Pick<Crash, "message" | "place">): string {
  const at = place === undefined ? "" : ` at ${placeText(place)}`;
  const panic = /^panicked: (.*)$/s.exec(message)?.[1];
  const said = panic === undefined ? `It raised${at}: ${message}` : `It panicked${at}: ${panic}`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

/** What a process wrote last, to stand after a sentence: the crash that ended it in one sentence, else the last lines. */
export function lastWordsText(process: OwnedProcess, ownFile: OwnFile = printedFile): string {
  const crash = findCrashes(process.lastOutput(), ownFile).at(-1);
  return crash === undefined ? lastOutputText(process) : ` ${crashText(crash)}`;
}

/** A paragraph with what a process wrote last, to stand after a sentence; before it the crash, where there is one. */
export function lastOutputText(process: OwnedProcess, ownFile: OwnFile = printedFile): string {
  const crash = findCrashes(process.lastOutput(), ownFile).at(-1);
  return `${crash === undefined ? "" : ` ${crashText(crash)}`}${lastLinesText(process)}`;
}

function lastLinesText(process: OwnedProcess): string {
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
