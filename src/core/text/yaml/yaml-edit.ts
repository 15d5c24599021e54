import { isMap, isScalar, isSeq, parseDocument, stringify, type YAMLSeq } from "yaml";

/** A part of a text and what takes its place; offsets count UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The keys of a new item, each with its value as YAML that fits on one line. */
export type NewItem = readonly (readonly [key: string, value: string])[];

/**
 * The edit that appends an item to a list at the root of a YAML document, in the manner of the items that are there:
 * comments, order and line ends stay. Where there is no such list, one is begun. Undefined where the document is not a
 * mapping, or the key has something else.
 */
export function appendToList(text: string, key: string, item: NewItem): TextEdit | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  const root = document.contents;
  if (document.errors.length > 0 || (root !== null && !isMap(root))) return undefined;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const pair = root?.items.find((each) => isScalar(each.key) && each.key.value === key);
  if (pair === undefined) {
    const at = lineEnd(text, lastOf(text, root?.range?.[1] ?? 0));
    return {
      start: at,
      end: at,
      newText: `${at === 0 ? "" : eol}${key}:${eol}${blockItem(item, "  ", eol)}${at === text.length ? eol : ""}`,
    };
  }
  const { key: keyNode, value } = pair;
  const keyEnd = isScalar(keyNode) ? (keyNode.range?.[1] ?? 0) : 0;
  if (isSeq(value)) {
    if (value.flow === true) return inFlow(text, value, item, eol);
    const start = value.range?.[0] ?? 0;
    const at = lineEnd(text, lastOf(text, value.range?.[1] ?? start));
    return { start: at, end: at, newText: eol + blockItem(item, " ".repeat(columnOf(text, start)), eol) };
  }
  if (value !== null && !(isScalar(value) && value.value === null && value.source === "")) return undefined;
  const at = lineEnd(text, keyEnd);
  return { start: at, end: at, newText: eol + blockItem(item, "  ", eol) };
}

/** A text as a YAML scalar that fits on one line. */
export function yamlScalar(text: string): string {
  const plain = stringify(text, { lineWidth: 0, blockQuote: false }).trimEnd();
  return plain.includes("\n") ? JSON.stringify(text) : plain;
}

/** `[]` becomes a list of lines; one more item goes into brackets that hold something. */
function inFlow(text: string, list: YAMLSeq, item: NewItem, eol: string): TextEdit | undefined {
  const [start, end] = list.range ?? [0, 0];
  if (list.items.length === 0 && !text.slice(start, end).includes("#")) {
    const blank = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    const rest = text.slice(end, lineEnd(text, end));
    const whole = { start: start - blank, end: end + rest.length };
    return { ...whole, newText: `${rest.trimEnd()}${eol}${blockItem(item, "  ", eol)}` };
  }
  const close = end - 1;
  const before = text.slice(start, close).trimEnd();
  // A comment would swallow what comes after it.
  if (/#[^\r\n]*$/.test(before)) return undefined;
  const at = start + before.length;
  const flow = `{ ${item.map(([key, value]) => `${key}: ${inBrackets(value)}`).join(", ")} }`;
  return { start: at, end: at, newText: `${before.endsWith(",") || before === "[" ? " " : ", "}${flow}` };
}

/** In brackets a plain text must not hold what separates items. */
function inBrackets(value: string): string {
  return /^["'{[]/.test(value) || !/[,[\]{}]/.test(value) ? value : JSON.stringify(value);
}

function blockItem(item: NewItem, indent: string, eol: string): string {
  return item.map(([key, value], at) => `${indent}${at === 0 ? "- " : "  "}${key}: ${value}`).join(eol);
}

/** The offset after the last thing that can be seen before `end`. */
function lastOf(text: string, end: number): number {
  return text.slice(0, end).trimEnd().length;
}

/** Where the line ends in which `at` stands, the line break not included. */
function lineEnd(text: string, at: number): number {
  const found = /\r?\n/.exec(text.slice(at));
  return found === null ? text.length : at + found.index;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}
