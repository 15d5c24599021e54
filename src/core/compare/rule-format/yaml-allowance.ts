import {
  type Allowance,
  type AllowanceName,
  type AllowanceValues,
  allowanceName,
} from "#core/model/rules/allowance.ts";
import { optional, record, reportType, type Shape, type Spot } from "#core/text/yaml/yaml-shape.ts";
import type { YamlNode, YamlScalar } from "#core/text/yaml/yaml.ts";
import { ALLOWANCES, ALLOWANCE_NAMES } from "../allowances/allowances.ts";

const WORDS = ALLOWANCE_NAMES.filter((name) => ALLOWANCES[name].shape === undefined).toSorted();

/** The keys of a mapping, in the order of the alphabet. */
const FORMS = ALLOWANCE_NAMES.filter((name) => ALLOWANCES[name].shape !== undefined).toSorted();

const forms = record(Object.fromEntries(FORMS.map((name) => [name, fieldOf(name)])));

/** What a rule allows: a word, or a mapping with one key. */
export const allowance: Shape<Allowance> = {
  schema: {
    anyOf: [
      ...WORDS.map((word) => ({ const: word, description: ALLOWANCES[word].meaning() })),
      { ...forms.schema, minProperties: 1, maxProperties: 1 },
    ],
  },
  read: (node, at) => {
    if (node.kind === "scalar") return readWord(node, at);
    const written = forms.read(node, at);
    if (written === undefined) return undefined;
    const found = FORMS.flatMap((name) => {
      const value = written[name];
      return value === undefined ? [] : [{ kind: name, value } as Allowance];
    });
    const [only] = found;
    if (found.length === 1 && only !== undefined) return only;
    // An unknown key was reported already.
    if (found.length > 1 || (node.kind === "map" && node.entries.length === 0)) return reportForms(node, at);
    return undefined;
  },
};

/** Whether an allowance can be said of a header. */
export function servesHeaders(allow: Allowance): boolean {
  return ALLOWANCES[allowanceName(allow)].servesHeaders;
}

/** A name's own shape reads its value, which is what the cast above says. */
function fieldOf(name: AllowanceName): ReturnType<typeof optional<AllowanceValues[AllowanceName]>> {
  const { meaning, shape } = ALLOWANCES[name];
  return optional<AllowanceValues[AllowanceName]>(meaning(), shape as Shape<AllowanceValues[AllowanceName]>);
}

function readWord(node: YamlScalar, at: Spot): Allowance | undefined {
  const word = WORDS.find((each) => each === node.value);
  if (word !== undefined) return word as Allowance;
  const known = [...WORDS, `or a mapping with ${FORMS.join(", ")}`].join(", ");
  if (typeof node.value !== "string") return reportType(node, at, `one of ${known}`);
  at.report("yaml-unknown-value", node.range, { key: at.path, value: node.value, known });
  return undefined;
}

function reportForms(node: YamlNode, at: Spot): undefined {
  return reportType(node, at, "a word or a mapping with one key, a rule for each");
}
