import type { Finding } from "#core/model/finding.ts";
import type { ClientCommands } from "#core/model/gates/gate-settings.ts";
import type { Operation } from "#core/model/operation.ts";
import { type Place, placeText } from "#core/model/place.ts";
import { textOfUtf8 } from "#core/text/utf8.ts";
import { firstDifference } from "../contract/first-difference.ts";
import type { ClientFile } from "./client-files.ts";
import { driftIn, type FileDrift } from "./drift-in.ts";
import { createMentionReader } from "./operation-mentions.ts";
import { type AttributedText, createTypeUsers } from "./type-users.ts";
import { createOperationsAround } from "./operations-around.ts";

/** A file of which both versions are text. */
interface ClientText {
  readonly file: string;
  readonly committed: string;
  readonly written: string;
}

/**
 * Holds the committed client against what the generator wrote: files that are missing or too many, and each operation
 * whose code is other, once, at its first line in the committed client.
 */
export function clientFindings(
  { command, output }: Pick<ClientCommands, "command" | "output">,
  files: readonly ClientFile[],
  operations: readonly Operation[],
): readonly Finding[] {
  if (files.every(({ written }) => written === undefined))
    return [{ code: "client-not-written", severity: "error", facts: { line: command } }];
  if (files.every(({ committed }) => committed === undefined))
    return [{ code: "client-not-committed", severity: "error", facts: { file: output } }];
  const findings: Finding[] = [];
  const texts: ClientText[] = [];
  for (const { file, committed, written } of files) {
    if (committed === undefined) findings.push({ code: "client-file-missing", severity: "error", facts: { file } });
    else if (written === undefined) findings.push(atTop("client-file-surplus", file, { output }));
    else {
      const text = textOf(committed);
      const writtenText = textOf(written);
      if (text !== undefined && writtenText !== undefined) texts.push({ file, committed: text, written: writtenText });
      else if (!isEqual(committed, written)) findings.push(atTop("client-file-differs", file, {}));
    }
  }
  return [...findings, ...textFindings(texts, operations)];
}

function textFindings(texts: readonly ClientText[], operations: readonly Operation[]): readonly Finding[] {
  const read = createMentionReader(operations);
  const around = (text: string) => createOperationsAround(text.split("\n"), read);
  const drifts = texts
    .filter(({ committed, written }) => committed !== written)
    .map((text) => ({ text, drift: driftIn(text, around(text.committed), around(text.written)) }));
  const names = new Set(drifts.flatMap(({ drift }) => [...drift.byName.keys()]));
  const types = new Set(drifts.flatMap(({ drift }) => [...drift.byType.keys()]));
  const attributed = (side: "committed" | "written"): readonly AttributedText[] =>
    names.size + types.size === 0
      ? []
      : texts.map((text) => ({ lines: text[side].split("\n"), around: around(text[side]) }));
  const [committed, written] = [attributed("committed"), attributed("written")];
  const [inCommitted, inWritten] = [committed, written].map(
    (side) => new Set(side.flatMap((text) => [...text.around.all()])),
  );
  const ofOperations = [...names].map((name): Finding => {
    const [first, ...others] = drifts.flatMap(({ drift }) => drift.byName.get(name) ?? []);
    const code =
      inCommitted?.has(name) !== true
        ? "client-code-missing"
        : inWritten?.has(name) === true
          ? "client-code-differs"
          : "client-code-surplus";
    const facts = { name, first: first?.first ?? "", second: first?.second ?? "", others: placesText(others) };
    return { code, severity: "error", ...(first && { place: first.place }), facts };
  });
  const usersOf = createTypeUsers(types.size === 0 ? [] : [...committed, ...written]);
  const ofTypes = [...types].map((name): Finding => {
    const [first, ...others] = drifts.flatMap(({ drift }) => drift.byType.get(name) ?? []);
    const facts = { first: first?.first ?? "", second: first?.second ?? "", others: placesText(others) };
    const users = shortList(usersOf(name).map((user) => `\`${user}\``));
    const place = first && { place: first.place };
    return { code: "client-type-differs", severity: "error", ...place, facts: { name, users, ...facts } };
  });
  return [...ofOperations, ...ofTypes, ...drifts.flatMap(({ text, drift }) => besideOperations(text, drift))];
}

/** What differs in a file where no operation is around it, or in layout alone. */
function besideOperations(
  { committed, written, file }: ClientText,
  { others, byName, byType }: FileDrift,
): readonly Finding[] {
  const [other, ...more] = others;
  if (other !== undefined) {
    const { place, first, second } = other;
    const facts = { first, second, more: more.length === 0 ? "" : more.length };
    return [{ code: "client-lines-differ", severity: "error", place, facts }];
  }
  const difference = byName.size + byType.size === 0 ? firstDifference(committed, written) : undefined;
  if (difference === undefined) return [];
  const [first, second] = difference.lines;
  return [
    { code: "client-layout", severity: "error", place: { file, range: difference.range }, facts: { first, second } },
  ];
}

function placesText(others: readonly { readonly place: Place }[]): string {
  return shortList(others.map(({ place }) => placeText(place)));
}

const MOST_LISTED = 3;

function shortList(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_LISTED).join(", ");
  return texts.length > MOST_LISTED ? `${shown} and ${texts.length - MOST_LISTED} more` : shown;
}

function atTop(code: string, file: string, facts: Finding["facts"]): Finding {
  const start = { line: 0, character: 0 };
  return { code, severity: "error", place: { file, range: { start, end: start } }, facts };
}

/** Undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : textOfUtf8(bytes);
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
