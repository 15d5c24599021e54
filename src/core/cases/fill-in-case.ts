import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Case } from "#core/model/run/case.ts";
import { STRING, ROOT, kindOf, stringOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { encodeText } from "./request-target.ts";

/** Names that are filled in: `${name}` stands for a value, `$${name}` for itself. */
export interface Placeholders {
  /** The first group is a name that stands for itself, the second one whose value is meant. */
  readonly placeholder: RegExp;
  /** The same in JSON; the group is the name of a text that is nothing else. */
  readonly inJson: RegExp;
}

/** Placeholders whose names are written so: the source of a regular expression without groups. */
export function placeholdersNamed(name: string): Placeholders {
  return {
    placeholder: new RegExp(String.raw`\$\$\{(${name})\}|\$\{(${name})\}`, "g"),
    // The opening quote of a text of JSON never follows a backslash.
    inJson: new RegExp(String.raw`(?<!\\)"\$\{(${name})\}"(?!:)|\$?\$\{${name}\}`, "g"),
  };
}

/** The names whose values a text uses: `/nodes/${id}` → `id`. */
export function namesIn(text: string, { placeholder }: Placeholders): readonly string[] {
  return [...text.matchAll(placeholder)].flatMap(([, , name]) => (name === undefined ? [] : [name]));
}

/** Percent-encodes a text but for its placeholders, by `encode` what stands between them. */
export function encodeAround(text: string, { placeholder }: Placeholders, encode: (between: string) => string): string {
  let end = 0;
  let encoded = "";
  for (const match of text.matchAll(placeholder)) {
    const [written, literal] = match;
    encoded += encode(text.slice(end, match.index)) + (literal === undefined ? written : encodeText(`\${${literal}}`));
    end = match.index + written.length;
  }
  return encoded + encode(text.slice(end));
}

/** A case with its placeholders filled in, wherever it is sent. `valueOf` gives JSON text. */
export function fillInCase(
  given: Case,
  { placeholder, inJson }: Placeholders,
  valueOf: (name: string) => string,
): Case {
  const fillIn = (text: string, spelt: (value: string) => string): string =>
    text.replaceAll(placeholder, (_, literal: string | undefined, name: string) =>
      literal === undefined ? spelt(valueOf(name)) : `\${${literal}}`,
    );
  const encoded = (value: string): string => encodeText(plainText(value));
  /** A text that is one placeholder becomes the value itself, so that a number stays one; elsewhere a value is text. */
  const fillInJson = (text: string): string => {
    const inText = (value: string): string => JSON.stringify(plainText(value)).slice(1, -1);
    return text.replaceAll(inJson, (written, name: string | undefined) =>
      name === undefined ? fillIn(written, inText) : valueOf(name),
    );
  };
  const fillInBody = (body: CaseBody): CaseBody => {
    if (body.kind === "multipart") {
      const parts = body.parts.map((part) => {
        if (part.content.kind !== "text") return part;
        return { ...part, content: { ...part.content, text: fillIn(part.content.text, plainText) } };
      });
      return { ...body, parts };
    }
    if (body.kind !== "text") return body;
    if (body.notation === "json") return { ...body, text: fillInJson(body.text) };
    return { ...body, text: fillIn(body.text, body.notation === "form" ? encoded : plainText) };
  };
  return {
    ...given,
    target: fillIn(given.target, encoded),
    headers: given.headers.map(([name, text]) => [name, fillIn(text, plainText)]),
    body: fillInBody(given.body),
  };
}

/** A text without its quotes, anything else as JSON writes it. */
export function plainText(json: string): string {
  const reading = readJson(json);
  if (reading.kind === "malformed") throw new Error(`A value to fill in is not JSON: ${json}`);
  return kindOf(reading.document, ROOT) === STRING ? stringOf(reading.document, ROOT) : json;
}
