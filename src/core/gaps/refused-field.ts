import { pointerToken } from "#core/text/json/json-pointer.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { AnswerPair } from "./hint-subject.ts";

/** Longer errors name no field that is worth looking for. */
const LONGEST = 10_000;

/**
 * The member of a JSON body that a side refused, as a JSON pointer (RFC 6901) into the body that was sent: what `loc`
 * names in pydantic's errors, wherever the application puts them, or what serde names in its own. Undefined where
 * neither names one, or both sides took the request.
 * `{"detail":[{"loc":["body","tags",0]}]}` → `/tags/0`; ``missing field `title` at line 1`` → `/title`
 */
export function refusedField({ python, rust }: AnswerPair): string | undefined {
  return (
    (isRefusal(python) ? byPydantic(textOf(python)) : undefined) ??
    (isRefusal(rust) ? bySerde(textOf(rust)) : undefined)
  );
}

/** Whether FastAPI's own handler wrote the error: `{"detail": [{"loc": …}]}`. An application may have another shape. */
export function isFastApiError(answer: Answer): boolean {
  return /^\s*\{\s*"detail"\s*:\s*\[/.test(textOf(answer));
}

function isRefusal({ status }: Answer): boolean {
  return [400, 413, 415, 422].includes(status);
}

function byPydantic(text: string): string | undefined {
  const loc = /"loc"\s*:\s*(\[[^\]]*\])/.exec(text)?.[1];
  if (loc === undefined) return undefined;
  const names = [...loc.matchAll(/"((?:[^"\\]|\\.)*)"|(\d+)/g)].map(([, name, index]) => name ?? index ?? "");
  const [where, ...path] = names;
  return where === "body" && path.length > 0 ? path.map((name) => `/${pointerToken(name)}`).join("") : undefined;
}

/** axum writes the path of serde_path_to_error before the message: `items[0].title: invalid type: …` */
function bySerde(text: string): string | undefined {
  const path = /target type: ([\w.[\]]+): /.exec(text)?.[1];
  const before = path === undefined ? "" : path.replaceAll(/\[(\d+)\]/g, ".$1").replaceAll(/^|\./g, "/");
  const missing = /(?:missing|unknown|duplicate) field `([^`]+)`/.exec(text)?.[1];
  // What is missing or unknown is named after the object around it; an unknown one stands in the path already.
  if (missing === undefined) return before === "" ? undefined : before;
  return before.endsWith(`/${pointerToken(missing)}`) ? before : `${before}/${pointerToken(missing)}`;
}

function textOf({ body }: Answer): string {
  return body.kind === "text" ? body.text.slice(0, LONGEST) : "";
}
