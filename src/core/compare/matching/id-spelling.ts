import type { Hint } from "#core/model/run/difference.ts";

/** A spelling by which readers of an id tell one sort of id from another. */
interface IdSpelling {
  readonly name: string;
  readonly form: RegExp;
}

/** The sorts that a reader checks; an id of none of them may be any text. */
const SPELLINGS: readonly IdSpelling[] = [
  { name: "a UUID with hyphens", form: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i },
  { name: "a ULID", form: /^[0-7](?=.*[G-Z])[\dA-HJKMNP-TV-Z]{25}$/i },
  // Shorter ones may be words or numbers.
  { name: "hexadecimal digits", form: /^(?=.*\d)(?=.*[a-f])[\da-f]{16,}$/i },
];

/**
 * Why two ids cannot stand for each other, whatever they say: a UUID in capitals is no answer to one in small letters,
 * and one without its hyphens none to one that has them. Undefined where they are spelt alike. Both without quotes.
 */
export function otherSpelling(python: string, rust: string): Hint | undefined {
  const [left, right] = [spellingOf(python), spellingOf(rust)];
  if (left === undefined && right === undefined) return undefined;
  if (isByChance(python, rust) || isByChance(rust, python)) return undefined;
  const [one, other] = [left ?? "an id of another sort", right ?? "an id of another sort"];
  if (one !== other) return hint(`Python writes ${one}, Rust ${other}`);
  const [small, capital] = [/[a-z]/, /[A-Z]/];
  if (small.test(python) && capital.test(rust)) return hint(`Python writes ${one} in small letters, Rust in capitals`);
  return capital.test(python) && small.test(rust)
    ? hint(`Python writes ${one} in capitals, Rust in small letters`)
    : undefined;
}

/** The same, where both are of a sort that a reader checks. */
export function otherSort(python: string, rust: string): Hint | undefined {
  return spellingOf(python) === undefined || spellingOf(rust) === undefined ? undefined : otherSpelling(python, rust);
}

/** Of random hexadecimal digits all may be below ten, or none: one of 2,000 ids with sixteen digits is such a number. */
function isByChance(id: string, other: string): boolean {
  return id.length === other.length && /^(?:\d+|[a-f]+)$/i.test(id) && /^[\da-f]{16,}$/i.test(other);
}

function hint(what: string): Hint {
  return {
    code: "id-spelling",
    text: `Any id may stand here, but it is spelt otherwise: ${what}; write it as Python does (\`str(uuid)\` is \`to_string()\` of a \`Uuid\`, \`uuid.hex\` is \`.simple()\`).`,
  };
}

/** The sort that an id is of, and of digits how many there are: a hash has one length. */
function spellingOf(id: string): string | undefined {
  const name = SPELLINGS.find(({ form }) => form.test(id))?.name;
  return name === "hexadecimal digits" ? `${id.length} hexadecimal digits` : name;
}
