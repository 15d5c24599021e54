import type { RuleTarget } from "#core/model/rules/rule.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import type { Range } from "#core/model/place.ts";
import { readJsonPath, type MalformedPath } from "#core/text/json-path/json-path-reader.ts";
import { servesHeaders } from "./yaml-allowance.ts";
import { optional, refined, type Shape, type Spot } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";

/** A path in a document (RFC 9535), as it is written. */
const path: Shape<string> = refined(text, { pattern: String.raw`^\$` }, (value, range, at) => {
  const reading = readJsonPath(value);
  if (reading.kind === "path") return value;
  at.report("rule-path-unreadable", range, { path: value, reason: problemText(reading) });
  return undefined;
});

/** RFC 9110, section 5.1; its case does not count. */
const headerName: Shape<string> = refined(text, { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }, (value, range, at) => {
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(value)) return value.toLowerCase();
  at.report("rule-header-unreadable", range, { name: value });
  return undefined;
});

/** The keys that say what a rule is for; exactly one of the first three stands there. */
export const targetFields = {
  path: optional("The values of the answers' bodies (RFC 9535): $.items[0].id, $.items[*].id, $..created_at", path),
  effect: optional(
    "The values of the effect on the database (RFC 9535), tables with rows inserted, updated and deleted: $.nodes.inserted[*].created_at, $.sessions, $..updated_at",
    path,
  ),
  header: optional("A header of the answers: location. Its name may be written in any case.", headerName),
  cookie: optional("With `header: set-cookie`, the one cookie of this name.", text),
};

/** The same as JSON Schema says it. */
export const TARGET_SCHEMA = {
  oneOf: [{ required: ["path"] }, { required: ["effect"] }, { required: ["header"] }],
  dependencies: { cookie: ["header"] },
} as const;

/** What is written under the keys. */
export interface WrittenTarget {
  readonly path: string | undefined;
  readonly effect: string | undefined;
  readonly header: string | undefined;
  readonly cookie: string | undefined;
  readonly allow: Allowance;
}

/** What a rule is for; undefined where the keys do not say one thing, and then it was reported. */
export function readTarget(written: WrittenTarget, range: Range, at: Spot): RuleTarget | undefined {
  const { path: body, effect, header, cookie, allow } = written;
  const found: readonly RuleTarget[] = [
    ...(body === undefined ? [] : [{ part: "body", path: body } as const]),
    ...(effect === undefined ? [] : [{ part: "effect", path: effect } as const]),
    ...(header === undefined
      ? []
      : [{ part: "header", name: header, ...(cookie !== undefined && { cookie }) } as const]),
  ];
  const [target, another] = found;
  if (target === undefined) return report(at, "rule-without-target", range);
  if (another !== undefined) return report(at, "rule-target-twice", range);
  if (cookie !== undefined && header !== "set-cookie") return report(at, "rule-cookie-elsewhere", range, { cookie });
  if (target.part === "header" && !servesHeaders(allow)) return report(at, "rule-allowance-not-for-header", range);
  return target;
}

function report(at: Spot, code: string, range: Range, facts: Readonly<Record<string, string>> = {}): undefined {
  at.report(code, range, facts);
}

/** Why a path or a filter cannot be read, and where. */
export function problemText({ reason, offset }: MalformedPath): string {
  return `${reason} (at character ${offset + 1}).`;
}
