import type { CaptureSource } from "#core/model/run/scenario-step.ts";
import { readJsonPath } from "#core/text/json-path/json-path-reader.ts";
import { optional, record, refined, type Shape } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";
import { isHeaderName } from "./header-text.ts";

const path: Shape<CaptureSource> = refined(text, { pattern: String.raw`^\$` }, (value, range, at) => {
  const reading = readJsonPath(value);
  if (reading.kind === "path") return { kind: "answer", path: value } as const;
  const reason = `${reading.reason} (at character ${reading.offset + 1}).`;
  at.report("capture-path-unreadable", range, { path: value, reason });
  return undefined;
});

const place: Shape<CaptureSource> = refined(
  record({
    header: optional("A header of the answer: ETag", text),
    cookie: optional("A cookie that the answer sets: session", text),
  }),
  { oneOf: [{ required: ["header"] }, { required: ["cookie"] }] },
  ({ header, cookie }, range, at): CaptureSource | undefined => {
    if (cookie !== undefined && header === undefined) return { kind: "cookie", name: cookie };
    if (header !== undefined && cookie === undefined && isHeaderName(header))
      return { kind: "header", name: header.toLowerCase() };
    at.report("capture-source-unclear", range, {});
    return undefined;
  },
);

/** Where an answer has a value: `$.id`, `{ header: ETag }`, `{ cookie: session }`. */
export const captureSource: Shape<CaptureSource> = {
  schema: { anyOf: [path.schema, place.schema] },
  read: (node, at) => (node.kind === "map" ? place.read(node, at) : path.read(node, at)),
};
