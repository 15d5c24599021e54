import { isSecretField } from "#core/secrets/secret-names.ts";

/** What stands in a recording's cases for the secrets that no identity stands for. */
export interface RecordedSecrets {
  /** The name of the variable that a value is replaced by; undefined where it is no secret. */
  nameOf(field: string, value: string): string | undefined;
}

/** Names each secret after the field in which it came first: `api_key` → `RECORDED_API_KEY`. `isWhole` tells a text that is a secret as a whole. */
export function createRecordedSecrets(isWhole: (text: string) => boolean): RecordedSecrets {
  const nameByValue = new Map<string, string>();
  return {
    nameOf: (field, value) => {
      if (value === "" || !(isSecretField(field, value) || isWhole(value))) return undefined;
      const known = nameByValue.get(value);
      if (known !== undefined) return known;
      const wanted = `RECORDED_${field.toUpperCase().replaceAll(/[^A-Z\d]+/g, "_")}`;
      const taken = new Set(nameByValue.values());
      let name = wanted;
      for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
      nameByValue.set(value, name);
      return name;
    },
  };
}

const PLACEHOLDER = /\$\{secret:(\w+)\}/g;

/** The names of the variables that case files ask for, each once. */
export function secretNamesIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name)))];
}

/** A text without what stands for secrets, so that only what is one is found in it. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(/"?(?<!\$)\$\{secret:\w+\}"?/g, "null");
}
