import { plainText } from "#core/cases/fill-in-case.ts";
import { readSetCookie } from "#core/compare/headers/set-cookie.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { Capture, CaptureSource, Polling } from "#core/model/run/scenario-step.ts";
import { ROOT, rawOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { readJsonFilter, readJsonPath } from "#core/text/json-path/json-path-reader.ts";
import { holdsAt, nodesAt } from "#core/text/json-path/json-path.ts";

/** The value of an answer as JSON text; or why there is none, as the end of a sentence. */
export function capturedIn(
  answer: Answer,
  { source }: Capture,
): { readonly value: string } | { readonly lacks: string } {
  switch (source.kind) {
    case "answer":
      return valueAt(answer, source.path);
    case "header": {
      const values = answer.headers.filter(([name]) => name === source.name).map(([, value]) => value);
      return values.length === 0 ? lacks(source) : { value: JSON.stringify(values.join(", ")) };
    }
    case "cookie": {
      const lines = answer.headers.filter(([name]) => name === "set-cookie").map(([, value]) => readSetCookie(value));
      const last = lines.findLast(({ name }) => name === source.name);
      return last === undefined ? lacks(source) : { value: JSON.stringify(last.value) };
    }
  }
}

/** Whether an answer is the one that is waited for. */
export function isAwaited(answer: Answer, { status, answer: filter }: Polling): boolean {
  if (status !== undefined && !status.includes(answer.status)) return false;
  if (filter === undefined) return true;
  const reading = readJsonFilter(filter);
  const body = readJson(answer.body.kind === "text" ? answer.body.text : "");
  return reading.kind === "filter" && body.kind === "document" && holdsAt(reading.filter, body.document, ROOT);
}

/** `$.id`, `the header etag`, `the cookie session` */
function sourceText(source: CaptureSource): string {
  return source.kind === "answer" ? source.path : `the ${source.kind} ${source.name}`;
}

function valueAt({ body }: Answer, path: string): ReturnType<typeof capturedIn> {
  const reading = readJson(body.kind === "text" ? body.text : "");
  if (reading.kind === "malformed") return { lacks: `its body is not JSON, so that there is no ${path}` };
  const read = readJsonPath(path);
  const nodes = read.kind === "path" ? nodesAt(read.path, reading.document) : [];
  const [node] = nodes;
  if (node === undefined) return { lacks: `it has nothing at ${path}` };
  if (nodes.length > 1) return { lacks: `it has ${nodes.length} values at ${path}, and one is needed` };
  return { value: rawOf(reading.document, node) };
}

function lacks(source: CaptureSource): { readonly lacks: string } {
  return { lacks: `it has not ${sourceText(source)}` };
}

/** Ids that are shorter could be anything else. */
const LONG_ID = 8;

/** Whether a captured value can only mean itself wherever it stands: a long text, or a number of many digits. */
export function isTellingId(value: string): boolean {
  return /^(?:"|\d)/.test(value) && plainText(value).length >= LONG_ID;
}
