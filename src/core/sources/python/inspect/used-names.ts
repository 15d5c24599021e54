import type { PythonStatement } from "#core/model/sources/python-facts.ts";

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
/** The closing quote may be missing, so that a line of open strings is looked at once. */
const STRING = String.raw`[rRbBuUfF]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)`;

/** Strings, comments, and dotted names that are not just given a value (`name=`). */
const TOKEN = new RegExp(
  String.raw`(?<string>${STRING})|#[^\n]*|(?<![\p{L}\p{N}_.])(?<name>${NAME}(?:\s*\.\s*${NAME})*)(?![\p{L}\p{N}_]|\s*=(?!=))`,
  "gu",
);

/** The router before a verb: `@router.get(`. What else the router knows is not the handler's business. */
const ROUTER_DECORATOR =
  /^[ \t]*@\s*(?<router>[\p{L}_][\p{L}\p{N}_.]*)\s*\.\s*(?:get|put|post|delete|options|head|patch|trace|route|api_route|websocket|websocket_route)\b/gmu;

/** A type that is written as a text: `"UserOut"`, `"list[UserOut]"`. */
const TYPE_TEXT = /^["'](?:[\p{Lu}][\p{L}\p{N}_.]*|[\p{L}_][\p{L}\p{N}_.]*\[.*\])["']$/u;

/** The dotted names that a piece of source uses: `a.b.c` is `["a", "b", "c"]`. Text and comments do not count. */
export function usedNames(text: string): readonly (readonly string[])[] {
  const names = new Map<string, readonly string[]>();
  const scan = (piece: string): void => {
    for (const { groups } of piece.matchAll(TOKEN)) {
      const { string, name } = groups ?? {};
      if (name !== undefined) {
        const parts = name.split(".").map((part) => part.trim());
        names.set(parts.join("."), parts);
      } else if (string !== undefined && /^[rR]?[fF]/.test(string)) {
        for (const [, inner] of string.matchAll(/\{([^{}]+)\}/g)) scan(inner ?? "");
      } else if (string !== undefined && TYPE_TEXT.test(string)) scan(string.slice(1, -1));
    }
  };
  scan(text.replaceAll(ROUTER_DECORATOR, ""));
  return [...names.values()];
}

/** The routers on which the decorators of a function register it. */
export function routersOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(ROUTER_DECORATOR)].map(({ groups }) => (groups?.["router"] ?? "").split("."));
}

const IMPORT = new RegExp(
  String.raw`^[ \t]+from[ \t]+(?=\S)(?<dots>\.*)(?<module>[\p{L}\p{N}_.]*)[ \t]+import[ \t]+(?:\((?<many>(?:[^()#]|#[^\n]*\n)*)\)|(?<one>[^\n#]*))|^[ \t]+import[ \t]+(?<plain>[\p{L}\p{N}_.]+)(?:[ \t]+as[ \t]+(?<as>${NAME}))?`,
  "gmu",
);

const START = { line: 0, character: 0 };
const NOWHERE = { start: START, end: START };

/** The imports inside a function, whose body may not have been taken over. */
export function innerImports(text: string): readonly PythonStatement[] {
  return [...text.matchAll(IMPORT)].map(({ groups = {} }): PythonStatement => {
    const { dots = "", module = "", many, one, plain, as } = groups;
    if (plain !== undefined) return { kind: "import", module: plain, ...(as !== undefined && { as }), at: NOWHERE };
    const names = (many ?? one ?? "")
      .replaceAll(/#[^\n]*/g, "")
      .split(",")
      .map((each) => each.trim().split(/\sas\s/))
      .flatMap(([name = "", alias = name]) => (name ? [{ name: name.trim(), as: alias.trim() }] : []));
    return { kind: "import-from", dots: dots.length, module, names, at: NOWHERE };
  });
}
