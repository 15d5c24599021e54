import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Case } from "#core/model/run/case.ts";
import { STRING, ROOT, kindOf, stringOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { encodeText } from "./request-target.ts";

/** What one side's answers have handed on so far, by name, each as JSON text. */
export type CapturedValues = ReadonlyMap<string, string>;

/** A name that a value is captured under. */
export const CAPTURE_NAME = /^[A-Za-z_][\w-]*$/;

/** `$${name}`, which stands for itself, or `${name}`. */
const PLACEHOLDER = /\$\$\{([A-Za-z_][\w-]*)\}|\$\{([A-Za-z_][\w-]*)\}/g;

/** The names of the captured values that a text uses: `/nodes/${id}` → `id`. */
export function capturesIn(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
}

/** Percent-encodes a text but for its placeholders: `a b/${id}` → `a%20b%2F${id}`. */
export function encodeAroundCaptures(text: string): string {
  let end = 0;
  let encoded = "";
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [written, literal] = match;
    encoded +=
      encodeText(text.slice(end, match.index)) + (literal === undefined ? written : encodeText(`\${${literal}}`));
    end = match.index + written.length;
  }
  return encoded + encodeText(text.slice(end));
}

/** A step as one side is sent it: with what that side's earlier answers had. Each name in it was captured. */
export function withCaptured(given: Case, values: CapturedValues): Case {
  if (given.step === undefined) return given;
  return {
    ...given,
    target: fillIn(given.target, values, (value) => encodeText(plainText(value))),
    headers: given.headers.map(([name, text]) => [name, fillIn(text, values, plainText)]),
    body: fillInBody(given.body, values),
  };
}

function fillInBody(body: CaseBody, values: CapturedValues): CaseBody {
  if (body.kind === "multipart") {
    const parts = body.parts.map((part) => {
      if (part.content.kind !== "text") return part;
      return { ...part, content: { ...part.content, text: fillIn(part.content.text, values, plainText) } };
    });
    return { ...body, parts };
  }
  if (body.kind !== "text") return body;
  if (body.notation === "json") return { ...body, text: fillInJson(body.text, values) };
  const isForm = body.notation === "form";
  return {
    ...body,
    text: fillIn(body.text, values, (value) => (isForm ? encodeText(plainText(value)) : plainText(value))),
  };
}

/**
 * A text that is one placeholder becomes the value itself, so that a number stays one; within a text, or as a member's
 * name, a value is text. The opening quote of a text of JSON never follows a backslash.
 */
function fillInJson(text: string, values: CapturedValues): string {
  const inText = (value: string): string => JSON.stringify(plainText(value)).slice(1, -1);
  const spelt = /(?<!\\)"\$\{([A-Za-z_][\w-]*)\}"(?!:)|\$?\$\{[A-Za-z_][\w-]*\}/g;
  return text.replaceAll(spelt, (written, name: string | undefined) =>
    name === undefined ? fillIn(written, values, inText) : valueOf(name, values),
  );
}

function fillIn(text: string, values: CapturedValues, spelt: (value: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (_, literal: string | undefined, name: string) =>
    literal === undefined ? spelt(valueOf(name, values)) : `\${${literal}}`,
  );
}

function valueOf(name: string, values: CapturedValues): string {
  const value = values.get(name);
  if (value === undefined) throw new Error(`A step uses ${name}, which no step before it captured.`);
  return value;
}

/** A text without its quotes, anything else as JSON writes it. */
export function plainText(json: string): string {
  const reading = readJson(json);
  if (reading.kind === "malformed") throw new Error(`A captured value is not JSON: ${json}`);
  return kindOf(reading.document, ROOT) === STRING ? stringOf(reading.document, ROOT) : json;
}
