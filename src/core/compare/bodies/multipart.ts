import { escapePattern } from "#core/text/escape-pattern.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { readParameterised } from "../headers/header-parts.ts";
import { isJsonType } from "#core/text/http/media-type.ts";

/**
 * The parts of a multipart body (RFC 2046, section 5.1) as one JSON array, each as `{"headers": …, "body": …}`: the body as
 * JSON where the part says that it is, else as text. The boundary, which is drawn anew for each answer, and what stands
 * around the parts are left out. Undefined where the bytes are not known, or no part is found.
 */
export function readParts(contentType: string, body: AnswerBody): string | undefined {
  const boundary = readParameterised(contentType).parameters.find(([name]) => name === "boundary")?.[1];
  const text = body.kind === "text" ? body.text : body.kind === "binary" ? body.latin1 : undefined;
  if (boundary === undefined || text === undefined) return undefined;
  // The line's end before a boundary belongs to it; those within a part are the part's own.
  const [, ...pieces] = `\r\n${text}`.split(new RegExp(String.raw`\r?\n--${escapePattern(boundary)}`));
  const end = pieces.findIndex((piece) => piece.startsWith("--"));
  if (end < 1) return undefined;
  return `[${pieces.slice(0, end).map(partText).join(",")}]`;
}

function partText(piece: string): string {
  const [, head = "", body = ""] = /^[^\n]*\n((?:[^\n]*[^\r\n][^\n]*\n)*)\r?\n?(.*)$/s.exec(piece) ?? [];
  const headers = head
    .split(/\r?\n/)
    .filter((line) => line.includes(":"))
    .map((line): readonly [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), headerText(line.slice(colon + 1).trim())];
    })
    // How long a part is shows in it.
    .filter(([name]) => name !== "content-length")
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const type = headers.find(([name]) => name === "content-type")?.[1];
  const isJson = isJsonType(type) && readJson(body).kind === "document";
  return `{"headers":${JSON.stringify(Object.fromEntries(headers))},"body":${isJson ? body : JSON.stringify(body)}}`;
}

/** Parameters in one order, quoted in one way. */
function headerText(value: string): string {
  const { value: first, parameters } = readParameterised(value);
  return [first, ...parameters.map(([name, each]) => `${name}="${each}"`)].join("; ");
}
