/** What closes a text or a comment may be missing, so that what is left open is looked at once. */
const STRING = String.raw`[bc]?r(?<hashes>#*)"[\s\S]*?(?:"\k<hashes>|$)|[bc]?"(?:\\[\s\S]|[^"\\])*"?`;
const CHARACTER = String.raw`b?'(?:\\(?:u\{[^}]{0,8}\}|x..|.)|[^'\\])'`;
const NAME = String.raw`(?:r#)?[\p{L}_][\p{L}\p{N}_]*`;

const TOKEN = new RegExp(
  String.raw`${STRING}|${CHARACTER}|'${NAME}|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<method>\.\s*${NAME})(?=\s*(?:\(|::\s*<))|\.\s*${NAME}|(?<path>${NAME}(?:\s*::\s*${NAME})*)`,
  "gu",
);

/** The names that a piece of source uses; texts, comments and lifetimes do not count. */
export interface UsedNames {
  /** `a::b` is `["a", "b"]`; macros are among them. */
  readonly paths: readonly (readonly string[])[];
  /** Of `x.name(…)`. */
  readonly methods: readonly string[];
}

export function usedNames(text: string): UsedNames {
  const paths = new Map<string, readonly string[]>();
  const methods = new Set<string>();
  for (const { groups } of text.matchAll(TOKEN)) {
    const { method, path } = groups ?? {};
    if (method !== undefined) methods.add(method.replace(/^\.\s*/, ""));
    else if (path !== undefined) {
      const segments = path.split("::").map((segment) => segment.trim().replace(/^r#/, ""));
      paths.set(segments.join("::"), segments);
    }
  }
  return { paths: [...paths.values()], methods: [...methods] };
}
