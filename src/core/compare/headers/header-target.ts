import type { Difference } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { RuleTarget } from "#core/model/rules/rule.ts";
import { type Allowance, allowanceName } from "#core/model/rules/allowance.ts";
import { scalarPair } from "./header-rules.ts";
import { ALLOWANCES, candidatesFor } from "../allowances/allowances.ts";
import { readSetCookie } from "./set-cookie.ts";

/** What could let a difference of a header pass, still to be tried, and the target of such a rule; a sentence where nothing may. */
export function headerTarget(
  { pointers, values, severity }: Difference,
  answers: Readonly<Record<Side, Answer>>,
): { readonly target: RuleTarget; readonly allowances: readonly Allowance[] } | string {
  const name = pointers.python ?? pointers.rust ?? "";
  if (
    pointers.python === undefined ||
    pointers.rust === undefined ||
    values.python === undefined ||
    values.rust === undefined
  ) {
    // Clients that look for it break; what others do without it is for the user to say.
    return severity === "breaking" || name === "set-cookie"
      ? "A header that only one side sends is a matter of structure: mend it on one side, or write the rule by hand."
      : { target: { part: "header", name }, allowances: ["ignore"] };
  }
  if (name !== "set-cookie") {
    const valueOf = (side: Side): string =>
      answers[side].headers
        .filter(([known]) => known === name)
        .map(([, value]) => value)
        .join(", ");
    return { target: { part: "header", name }, allowances: allowancesFor(name, valueOf("python"), valueOf("rust")) };
  }
  // A difference of a cookie begins with its name: `session=•••`, `session: Path=/`.
  const [cookie = ""] = values.python.split(/[=:]/);
  const valueOf = (side: Side): string =>
    answers[side].headers
      .filter(([known]) => known === name)
      .map(([, value]) => readSetCookie(value))
      .find((each) => each.name === cookie)?.value ?? "";
  return {
    target: { part: "header", name, cookie },
    allowances: allowancesFor(cookie, valueOf("python"), valueOf("rust")),
  };
}

function allowancesFor(name: string, python: string, rust: string): readonly Allowance[] {
  const found = candidatesFor({ ...scalarPair(python, rust), name }).filter(
    (allow) => ALLOWANCES[allowanceName(allow)].servesHeaders,
  );
  // A number by itself is an amount; a text may have ids in it.
  const mayHaveIds = !found.includes("renamed ids") && [python, rust].every((value) => /[^\d.]/.test(value));
  return mayHaveIds ? ["renamed ids", ...found] : found;
}
