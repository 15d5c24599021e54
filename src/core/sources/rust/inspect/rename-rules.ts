type Rule = (words: readonly string[]) => string;

const lower = (word: string): string => word.toLowerCase();
const upper = (word: string): string => word.toUpperCase();
const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

const RULES: Readonly<Record<string, Rule>> = {
  lowercase: (words) => words.map(lower).join(""),
  UPPERCASE: (words) => words.map(upper).join(""),
  PascalCase: (words) => words.map(title).join(""),
  camelCase: (words) => words.map((word, index) => (index === 0 ? lower(word) : title(word))).join(""),
  snake_case: (words) => words.map(lower).join("_"),
  SCREAMING_SNAKE_CASE: (words) => words.map(upper).join("_"),
  "kebab-case": (words) => words.map(lower).join("-"),
  "SCREAMING-KEBAB-CASE": (words) => words.map(upper).join("-"),
};

/** `rename_all` on a field: serde takes its name to be snake_case, and leaves it where the rule says lower case. */
export function renameField(name: string, rule: string | undefined): string {
  if (rule === "lowercase" || rule === "snake_case") return name;
  if (rule === "UPPERCASE") return name.toUpperCase();
  const by = rule === undefined ? undefined : RULES[rule];
  return by ? by(name.split("_").filter(Boolean)) : name;
}

/** `rename_all` on a variant: serde takes its name to be PascalCase, each capital to begin a word. */
export function renameVariant(name: string, rule: string | undefined): string {
  if (rule === "PascalCase") return name;
  const by = rule === undefined ? undefined : RULES[rule];
  if (rule === "camelCase") return name.charAt(0).toLowerCase() + name.slice(1);
  return by ? by(name.split(/(?=\p{Lu})/u)) : name;
}
