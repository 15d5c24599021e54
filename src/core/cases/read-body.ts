import type { BodyPart, CaseBody } from "#core/model/run/case-body.ts";
import { jsonText } from "#core/text/yaml/yaml-json.ts";
import type { Located } from "#core/text/yaml/yaml-shape.ts";
import { encodeAroundCaptures } from "./captured-values.ts";
import { isHeaderValue } from "./header-text.ts";
import { besideFile } from "./beside-file.ts";
import type { ReportCase, WrittenRequest } from "./written-request.ts";

const BYTES = "application/octet-stream";

type WrittenPart = NonNullable<WrittenRequest["parts"]>["value"][number]["value"];

/** The body of a case, written in one of several ways; undefined where it cannot be sent, which was reported then. `file` is the case file. */
export function readBody(
  entry: WrittenRequest,
  type: string | { readonly kind: "wrong" } | undefined,
  file: string,
  report: ReportCase,
): CaseBody | undefined {
  if (typeof type === "object") return undefined;
  const { body, text, form, file: sent, base64, parts } = entry;
  const [, another] = [body, text, form, sent, base64, parts].filter((each) => each !== undefined);
  if (another !== undefined) return refused(report, "case-body-twice", another.range);
  if (body !== undefined)
    return { kind: "text", text: jsonText(body.value), mediaType: type ?? "application/json", notation: "json" };
  if (text !== undefined) {
    if (type === undefined) return refused(report, "case-text-without-type", text.range);
    return { kind: "text", text: text.value, mediaType: type };
  }
  if (form !== undefined)
    return { kind: "text", text: formText(form.value), mediaType: type ?? FORM, notation: "form" };
  if (sent !== undefined) return { kind: "file", file: besideFile(file, sent.value), mediaType: type ?? BYTES };
  if (base64 !== undefined) return { kind: "bytes", base64: base64.value, mediaType: type ?? BYTES };
  return parts === undefined ? { kind: "none" } : readParts(parts, file, report);
}

const FORM = "application/x-www-form-urlencoded";

/** As browsers write it, a blank as `+`. */
function formText(fields: readonly (readonly [name: string, values: readonly string[]])[]): string {
  const encode = (text: string): string => encodeAroundCaptures(text).replaceAll("%20", "+");
  return fields.flatMap(([name, values]) => values.map((value) => `${encode(name)}=${encode(value)}`)).join("&");
}

function readParts(
  { value: parts, range }: NonNullable<WrittenRequest["parts"]>,
  file: string,
  report: ReportCase,
): CaseBody | undefined {
  if (parts.length === 0) return refused(report, "case-parts-empty", range);
  const read = parts.map(({ value }) => readPart(value, file, report));
  const usable = read.filter((part) => part !== undefined);
  return usable.length === read.length ? { kind: "multipart", parts: usable } : undefined;
}

function readPart(part: WrittenPart, caseFile: string, report: ReportCase): BodyPart | undefined {
  const { name, text, file, base64, filename, type } = part;
  const given = [text, file, base64].filter((each) => each !== undefined);
  if (given.length !== 1) return refused(report, "case-part-unclear", (given[1] ?? name).range);
  if (type !== undefined && !isHeaderValue(type)) return refused(report, "case-part-unclear", name.range);
  const content = contentOf({ text, file, base64 }, caseFile);
  const fileName = filename ?? (file === undefined ? undefined : file.value.replace(/^.*\//s, ""));
  const mediaType = type ?? (content.kind === "text" ? undefined : BYTES);
  return {
    name: name.value,
    ...(fileName !== undefined && { fileName }),
    ...(mediaType !== undefined && { mediaType }),
    content,
  };
}

function contentOf(
  { text, file, base64 }: Readonly<Record<"text" | "file" | "base64", Located<string> | undefined>>,
  caseFile: string,
): BodyPart["content"] {
  if (file !== undefined) return { kind: "file", file: besideFile(caseFile, file.value) };
  return base64 === undefined ? { kind: "text", text: text?.value ?? "" } : { kind: "bytes", base64: base64.value };
}

function refused(report: ReportCase, code: string, range: Located<unknown>["range"]): undefined {
  report(code, range, {});
}
