import { type FoundVariable, placeIn } from "./found-variable.ts";

/** An option of a command line that clap reads: `--port`. */
export interface FoundFlag {
  readonly flag: string;
  readonly from: string;
}

/** `env::var("X")`, `env_string("X", "default")`, and whatever else has `env` in its name. */
const ASKED = /\b\w*env\w*(?:::\w+)*(?:::<[^>]*>)?!?\s*\(\s*"([A-Za-z_]\w*)"/g;

/** The variables that a Rust file reads: `env::var`, functions named after it, and clap's `env`. */
export function rustVariables(file: string, text: string): readonly FoundVariable[] {
  const asked = [...text.matchAll(ASKED)].flatMap((match): readonly FoundVariable[] => {
    // `env!` and `option_env!` are read when it is built; `set_var` is written.
    if (/!\s*\(|set_var|remove_var/.test(match[0])) return [];
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 200).split(";")[0] ?? "";
    const value = defaultIn(after);
    // `var_os` gives an `Option`, whose `?` goes on without the value.
    const goesOn = /\bvar_os\s*\(/.test(match[0]) && /^\s*\)\s*\?/.test(after);
    const isRequired =
      value === undefined &&
      !goesOn &&
      /^\s*\)\s*(?:\?|\.(?:expect|unwrap|context|with_context|map_err)\()/.test(after);
    const from = placeIn(file, text, match.index);
    return [{ name: match[1] ?? "", from, ...(value !== undefined && { value }), ...(isRequired && { isRequired }) }];
  });
  const clap = options(text).flatMap(({ attributes, field, type, index }): readonly FoundVariable[] => {
    const env = /\benv\b(?:\s*=\s*"([^"]+)")?/.exec(attributes);
    if (!env) return [];
    const value = /\bdefault_value(?:_t)?\s*=\s*(?:"([^"]*)"|(\d+))/.exec(attributes);
    const found = value?.[1] ?? value?.[2];
    const isRequired = !/\bdefault_value/.test(attributes) && !/^(?:Option|Vec|bool)\b/.test(type);
    const from = placeIn(file, text, index);
    const name = env[1] ?? field.toUpperCase();
    return [{ name, from, ...(found !== undefined && { value: found }), ...(isRequired && { isRequired }) }];
  });
  return [...clap, ...asked];
}

/** The long options that clap's derive makes in a file. */
export function rustFlags(file: string, text: string): readonly FoundFlag[] {
  return options(text).flatMap(({ attributes, field, index }) => {
    const long = /\blong\b(?:\s*=\s*"([^"]+)")?/.exec(attributes);
    const flag = `--${long?.[1] ?? field.replaceAll("_", "-")}`;
    return long ? [{ flag, from: placeIn(file, text, index) }] : [];
  });
}

/** The subcommand of clap that serves: `Serve` in an enumeration below `#[derive(Subcommand)]`. */
export function rustSubcommand(text: string): string | undefined {
  const start = /#\[derive\([^)]*\bSubcommand\b[^)]*\)\]/.exec(text)?.index;
  if (start === undefined) return undefined;
  return /\b(Serve|Server|Run|Start|Api)\b\s*(?=[,({}])/.exec(text.slice(start))?.[1]?.toLowerCase();
}

const OPTION =
  /#\[(?:arg|clap)\(((?:[^()[\]"]|"(?:[^"\\]|\\.)*"|\([^()]*\)|\[[^\]]*\])*)\)\]\s*(?:\/\/[^\n]*\s*)*(?:pub(?:\([^)]*\))?\s+)?(\w+)\s*:\s*([\w:]+)/g;

function options(text: string) {
  return [...text.matchAll(OPTION)].map((match) => {
    const [, attributes = "", field = "", type = ""] = match;
    return { attributes, field, type, index: match.index };
  });
}

/** `", "x")`, `).unwrap_or_else(|_| "x".into())`, `.unwrap_or(8080)` */
function defaultIn(after: string): string | undefined {
  const match =
    /^\s*,\s*(?:"([^"]*)"|(\d+))/.exec(after) ??
    /\bunwrap_or(?:_else)?\(\s*(?:\|[^|]*\|\s*)?(?:String::from\(\s*)?(?:"([^"]*)"|(\d+))/.exec(after);
  return match?.[1] ?? match?.[2];
}
