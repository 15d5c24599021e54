import { isRecord } from "#core/model/is-record.ts";
import { UserError } from "#core/model/user-error.ts";
import type { ContractChange, ContractSpot } from "#core/ports/contract-diff.ts";

import type { RateInFolder } from "./rate-in-folder.ts";
import { runProgram } from "./run-program.ts";

/** No program of the user's is asked for what a document refers to: the normal form has no references. */
const ARGUMENTS = ["changelog", "-f", "json", "--allow-external-refs=false", "base.json", "revision.json"];

/**
 * Its levels: INFO, WARN, ERR. It warns of what breaks only some clients, such as a member of an answer that is gone; Redocly CLI
 * takes that for a break. What is only told is what adds.
 */
const IMPACTS: Readonly<Record<number, ContractChange["impact"]>> = { 1: "minor", 2: "major", 3: "major" };

/**
 * Rates changes of a contract by oasdiff (oasdiff.com), the one that is found on PATH; tried with 1.38.0. Throws a UserError
 * where there is none, where it fails, or where it prints something else than that version.
 */
export const rateByOasdiff: RateInFolder = async (folder, signal) => {
  const printed = readPrinted(await run(folder, signal));
  if (!Array.isArray(printed)) throw unreadable();
  return printed.map(readChange);
};

async function run(folder: string, signal: AbortSignal): Promise<string> {
  const variables = { NO_COLOR: "1", OASDIFF_CONFIG: "" };
  const { stdout, failure } = await runProgram("oasdiff", ARGUMENTS, { folder, variables, signal });
  if (failure === undefined) return stdout;
  throw new UserError(
    failure.code === "ENOENT"
      ? "There is no `oasdiff` on PATH, by which `gates.contract.diff` has the two exports compared. Install it (oasdiff.com), or write `redocly`, which comes with Portolan."
      : `oasdiff could not compare the two exports: ${(failure.stderr?.trim() || failure.message).slice(0, 500)}`,
  );
}

function readPrinted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}

/** `{ "id": "api-removed", "text": "…", "level": 3, "path": "/nodes", "operation": "GET", "baseSource": { "line": 7 } }` */
function readChange(change: unknown): ContractChange {
  if (!isRecord(change)) throw unreadable();
  const { id, text, level } = change;
  const impact = typeof level === "number" ? IMPACTS[level] : undefined;
  if (typeof id !== "string" || typeof text !== "string" || impact === undefined) throw unreadable();
  return { rule: id, impact, message: asSentence(text), spot: spotOf(change) };
}

/** Where the new document has it, else where the old one had it, else the operation. */
function spotOf(change: Readonly<Record<string, unknown>>): ContractSpot {
  for (const [document, source] of [
    ["revision", change["revisionSource"]],
    ["base", change["baseSource"]],
  ] as const) {
    const line = isRecord(source) ? source["line"] : undefined;
    if (typeof line === "number") return { kind: "line", document, line };
  }
  const { path, operation } = change;
  const names = [path, typeof operation === "string" ? operation.toLowerCase() : undefined];
  const parts = names.filter((name) => typeof name === "string" && name !== "") as readonly string[];
  return { kind: "pointer", pointer: ["/paths", ...parts.map(escaped)].join("/") };
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function unreadable(): UserError {
  return new UserError(
    "oasdiff printed something else than Portolan can read; it was tried with 1.38.0. Install that one, or let `gates.contract.diff` be `redocly`.",
  );
}
