import { FORMATS, TIME_PARTS, type Allowance } from "#core/model/rules/rule.ts";
import { oneOrMore, optional, record, refined, reportType, type Shape, type Spot } from "#core/text/yaml/yaml-shape.ts";
import { choice, integer, text, writtenText } from "#core/text/yaml/yaml-values.ts";
import type { YamlNode, YamlScalar } from "#core/text/yaml/yaml.ts";

const WORDS = ["ignore", "type only", "unordered", "renamed ids"] as const;

/** A decimal that is not negative, as it is written: `0.001`, `1e-9`. */
const decimal: Shape<string> = {
  schema: { type: "number", minimum: 0 },
  read: (node, at) => {
    const source = node.kind === "scalar" && typeof node.value === "number" ? node.source : "";
    return /^(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?$/.test(source)
      ? source
      : reportType(node, at, "a number that is not negative");
  },
};

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1e3,
  min: 6e4,
  h: 36e5,
  d: 864e5,
};

/** A length of time with its unit, as milliseconds: `2s` → 2000. */
export const duration: Shape<number> = refined(
  writtenText,
  { type: "string", pattern: String.raw`^\d+(?:\.\d+)?\s*(?:ns|us|µs|ms|s|min|h|d)$` },
  (value, range, at) => {
    const [, count, unit = ""] = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|min|h|d)$/.exec(value) ?? [];
    if (count !== undefined) return Number(count) * (UNITS[unit] ?? 1);
    at.report("duration-unreadable", range, { key: at.path, value });
    return undefined;
  },
);

const measures = record({
  absolute: optional("The largest distance.", decimal),
  relative: optional("The largest distance as a share of the greater number: 1e-9", decimal),
  ulps: optional("The largest distance in neighbouring doubles.", integer(1, 1_000_000)),
});

const distance: typeof measures = {
  schema: { ...measures.schema, minProperties: 1 },
  read: (node, at) =>
    node.kind === "map" && node.entries.length === 0
      ? reportType(node, at, "a mapping with absolute, relative or ulps")
      : measures.read(node, at),
};

const forms = record({
  format: optional("Both texts are spelt so.", choice(FORMATS)),
  tolerance: optional("Two numbers are at most so far apart, by one of the measures given.", distance),
  "time tolerance": optional("Two moments (RFC 3339) are at most so far apart: 2s, 500ms", duration),
  "equal up to": optional("What two spellings of one moment may differ in.", oneOrMore(choice(TIME_PARTS))),
  "keyed by": optional("The order of elements does not count; they are found again by this member.", text),
});

/** What a rule allows: a word, or a mapping with one key. */
export const allowance: Shape<Allowance> = {
  schema: { anyOf: [{ enum: WORDS }, { ...forms.schema, minProperties: 1, maxProperties: 1 }] },
  read: (node, at) => {
    if (node.kind === "scalar") return readWord(node, at);
    const written = forms.read(node, at);
    if (written === undefined) return undefined;
    const found = allowancesIn(written);
    const [only] = found;
    if (found.length === 1 && only !== undefined) return only;
    // An unknown key was reported already.
    if (found.length > 1 || (node.kind === "map" && node.entries.length === 0)) return reportForms(node, at);
    return undefined;
  },
};

function readWord(node: YamlScalar, at: Spot): Allowance | undefined {
  const word = WORDS.find((each) => each === node.value);
  if (word !== undefined) return word;
  const known = [...WORDS, "or a mapping with format, tolerance, time tolerance, equal up to, keyed by"].join(", ");
  if (typeof node.value !== "string") return reportType(node, at, `one of ${known}`);
  at.report("yaml-unknown-value", node.range, { key: at.path, value: node.value, known });
  return undefined;
}

function reportForms(node: YamlNode, at: Spot): undefined {
  return reportType(node, at, "a word or a mapping with one key, a rule for each");
}

function allowancesIn(written: NonNullable<ReturnType<typeof forms.read>>): readonly Allowance[] {
  const { format, tolerance, "time tolerance": ms, "equal up to": parts, "keyed by": name } = written;
  const { absolute, relative, ulps } = tolerance ?? {};
  return [
    ...(format === undefined ? [] : [{ kind: "format", format } as const]),
    ...(tolerance === undefined
      ? []
      : [
          {
            kind: "tolerance",
            ...(absolute !== undefined && { absolute }),
            ...(relative !== undefined && { relative }),
            ...(ulps !== undefined && { ulps }),
          } as const,
        ]),
    ...(ms === undefined ? [] : [{ kind: "time tolerance", ms } as const]),
    ...(parts === undefined ? [] : [{ kind: "equal up to", parts } as const]),
    ...(name === undefined ? [] : [{ kind: "keyed by", name } as const]),
  ];
}
