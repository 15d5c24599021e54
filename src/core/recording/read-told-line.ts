import { isRecord } from "#core/model/is-record.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import type { HttpRequest } from "#core/ports.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { decodedBase64, utf8In } from "./recorded-bytes.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/** Reads a line that `portolan_pytest.py` told; undefined where it is none. */
export function readToldLine(line: string): RecordedExchange | undefined {
  const told = parsedJson(line);
  if (!isRecord(told)) return undefined;
  const { session, method, target, status } = told;
  if (typeof method !== "string" || typeof target !== "string" || typeof status !== "number") return undefined;
  const headers = pairsIn(told["headers"]);
  return {
    request: { method, target, headers, body: bodyIn(told["body"], headers) },
    answer: {
      kind: "answer",
      status,
      headers: pairsIn(told["answerHeaders"]),
      body: answerIn(told["answer"]),
      durationMs: 0,
    },
    ...(typeof session === "string" && session !== "" && { session }),
  };
}

function bodyIn(base64: unknown, headers: Pairs): HttpRequest["body"] {
  const bytes = bytesIn(base64);
  if (bytes.length === 0) return { kind: "none" };
  const sentAs = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const mediaType = sentAs ?? "application/octet-stream";
  const text = utf8In(bytes);
  return text === undefined ? { kind: "bytes", bytes, mediaType } : { kind: "text", text, mediaType };
}

function answerIn(base64: unknown): AnswerBody {
  const bytes = bytesIn(base64);
  const text = bytes.length === 0 ? undefined : utf8In(bytes);
  return text === undefined ? { kind: "empty" } : { kind: "text", text };
}

function bytesIn(base64: unknown): Uint8Array<ArrayBuffer> {
  return decodedBase64(typeof base64 === "string" ? base64 : "");
}

function pairsIn(told: unknown): Pairs {
  const list: readonly unknown[] = Array.isArray(told) ? told : [];
  return list.flatMap((pair) => {
    if (!Array.isArray(pair)) return [];
    const [name, value]: readonly unknown[] = pair;
    return typeof name === "string" && typeof value === "string" ? [[name, value] as const] : [];
  });
}
