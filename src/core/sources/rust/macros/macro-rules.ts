import type { RustMacroRule } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import type { LowerContext } from "../read/lower-context.ts";
import { lowerBlock } from "../read/lower-expression.ts";
import type { MacroRule } from "./macro-by-example.ts";
import { makesRoutes } from "./makes-routes.ts";

/** What stands for `$` where a rule is read as code: a letter that nobody begins a name with. */
export const META = "µ";
/** The repetitions of a rule, a list of what each one's variables are given. */
export const REPETITIONS = `${META}repetitions`;
/** Stands for a repetition in a chain: `router$(.route($path, $handler))*`. */
export const EACH = `${META}each`;

const MAKES_ROUTER = /Router\b|\brouting::|\.\s*(?:route|nest|api_route|route_service)\s*\(/;
const VARIABLE = /\$(?:r#)?(\w+)\s*:\s*\w+/g;

/** Takes a rule of a `macro_rules!` over. It is read as a function of its variables, where it is simple enough for that. */
export function lowerRule(rule: SyntaxNode, context: LowerContext): RustMacroRule {
  const pattern = sideOf(rule, "left");
  const body = sideOf(rule, "right");
  const mentionsRoutes = makesRoutes(body);
  const makesRouter = MAKES_ROUTER.test(body) && { makesRouter: true as const };
  const variables = mentionsRoutes ? variablesOf(pattern) : undefined;
  if (!variables) return { mentionsRoutes, ...makesRouter };
  const code = withoutRepetition(body, variables.repeated).replaceAll(/\$(\w+)/g, `${META}$1`);
  const wrapped = `fn f() {${code}}`;
  const lowered = context.withTree(wrapped, (root) => {
    const block = root.hasError ? undefined : partsOf(root)[0]?.childForFieldName("body");
    // Its places are not those of the file.
    const source = { ...context.source, isLeftOutAt: () => false };
    return block && lowerBlock(block, { ...context, source, isOutline: false, offset: 0 });
  });
  return { mentionsRoutes, ...makesRouter, ...(lowered && { variables, body: lowered }) };
}

/** Tells the rules of a file's macros, which are looked for when the first is asked for. */
export function rulesIn(root: SyntaxNode): LowerContext["rulesOf"] {
  let known: Map<string, readonly MacroRule[]> | undefined;
  return (name) => {
    known ??= new Map(
      (root.text.includes("macro_rules!") ? root.descendantsOfType("macro_definition") : []).map((definition) => [
        definition.childForFieldName("name")?.text ?? "",
        partsOf(definition)
          .filter(({ type }) => type === "macro_rule")
          .map((rule) => ({ pattern: sideOf(rule, "left"), body: sideOf(rule, "right") })),
      ]),
    );
    return known.get(name) ?? [];
  };
}

function sideOf(rule: SyntaxNode, field: string): string {
  return rule.childForFieldName(field)?.text.slice(1, -1) ?? "";
}

/** `$a:expr, $($b:literal => $c:ident),*` → its variables; undefined where there is more in it than these. */
function variablesOf(pattern: string): RustMacroRule["variables"] {
  const plain = pattern.replaceAll(/\$\(\s*[,;]\s*\)\s*[?*]/g, "");
  const repetition = /\$\(((?:[^()])*)\)\s*(?:(?:[,;]|=>)\s*)?[*+]/.exec(plain);
  const fixed = repetition ? plain.replace(repetition[0], "") : plain;
  const inner = repetition?.[1] ?? "";
  const left = `${fixed}${inner}`.replaceAll(VARIABLE, "").replaceAll(/=>|[,;\s]/g, "");
  if (left !== "") return undefined;
  const namesIn = (text: string): readonly string[] => [...text.matchAll(VARIABLE)].map(([, name = ""]) => name);
  return { fixed: namesIn(fixed), repeated: namesIn(inner) };
}

/** A repetition becomes a loop, or in a chain a call of a method that runs a closure once for each. */
function withoutRepetition(body: string, repeated: readonly string[]): string {
  const names = `(${repeated.map((name) => `${META}${name},`).join(" ")})`;
  const piece = /\$\(((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)\)\s*(?:[,;]\s*)?[*+]/g;
  return body.replaceAll(piece, (_, inner: string) => {
    const code = inner.trim();
    if (code.startsWith(".")) return `.${EACH}(|${META}it, ${names}| ${META}it${code})`;
    return `for ${names} in ${REPETITIONS} { ${code} }`;
  });
}
