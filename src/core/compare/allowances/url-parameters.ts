import { STRING } from "#core/text/json/json-document.ts";
import { oneOrMore } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { textsOf } from "./scalar-pair.ts";

/** `url parameters: [signature, expires]` */
export const URL_PARAMETERS: AllowanceKind<readonly string[]> = {
  role: "value",
  meaning: (names) =>
    names === undefined
      ? "Two addresses that are the same but for these parameters of their queries, which both have."
      : `The same address but for ${names.join(", ")} in its query.`,
  servesHeaders: true,
  shape: oneOrMore(text),
  concerns: (kind) => kind === STRING,
  blank: (address, names) => withoutValues(address, names),
  allows: (pair, names) => {
    const [python, rust] = textsOf(pair) ?? [];
    return python !== undefined && rust !== undefined && withoutValues(python, names) === withoutValues(rust, names);
  },
  proposes: (pair) => {
    const [python, rust] = textsOf(pair) ?? [];
    if (python === undefined || rust === undefined || !python.includes("?")) return [];
    const [left, right] = [parametersOf(python), parametersOf(rust)];
    const names = [...left.keys()].filter((name) => left.get(name) !== right.get(name));
    return names.length > 0 && withoutValues(python, names) === withoutValues(rust, names) ? [names] : [];
  },
};

const PARAMETER = /([?&])([^=&#]+)=([^&#]*)/g;

/** The address with the values of these parameters taken away, and nothing else changed. */
function withoutValues(address: string, names: readonly string[]): string {
  return address.replaceAll(PARAMETER, (whole, sign: string, name: string) =>
    names.includes(name) ? `${sign}${name}=` : whole,
  );
}

function parametersOf(address: string): ReadonlyMap<string, string> {
  return new Map([...address.matchAll(PARAMETER)].map(([, , name = "", value = ""]) => [name, value]));
}
