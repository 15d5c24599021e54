import type { Unresolved } from "#core/model/route.ts";
import type { Place } from "#core/model/place.ts";
import { kindText, type Router, type Value } from "../values/values.ts";

/** What an include or a mount may stand for: a router, or what is not seen, with the reason; and under which condition. */
export interface Target {
  readonly router?: Router;
  readonly why?: Unresolved;
  readonly conditions: readonly string[];
}

/** What a value stands for where a router is wanted; nothing for `None`. */
export function targetsIn(value: Value, place: Place): readonly Target[] {
  switch (value.kind) {
    case "router":
      return [{ router: value.router, conditions: [] }];
    case "constant":
      return [];
    case "unknown":
      return [{ why: value.why, conditions: [] }];
    case "external":
      return [{ why: { reason: `\`${value.name}\` is not part of the project`, place }, conditions: [] }];
    case "either": {
      const targets = value.options.flatMap((option) => targetsIn(option, place));
      const isSingle = value.options.length === 1;
      const isChoice = isSingle || targets.filter(({ router }) => router).length > 1;
      const own = isSingle ? value.why.reason : conditionOf(value.why);
      return isChoice ? targets.map((each) => under(each, own)) : targets;
    }
    case "text":
    case "list":
    case "dictionary":
    case "function":
    case "lambda":
    case "class":
    case "instance":
    case "super":
    case "module":
    case "import":
    case "entry":
    case "native":
  }
  return [{ why: { reason: `${kindText(value)} stands where a router was expected`, place }, conditions: [] }];
}

/** An option that has a condition of its own says more than that there is a choice. */
function under(target: Target, condition: string): Target {
  return target.conditions.length > 0 ? target : { ...target, conditions: [condition] };
}

/** Why one of several values holds, as the condition of one of them: "only if `index` chooses it". */
export function conditionOf({ reason }: Unresolved): string {
  const chosen = /^depends on (`.+`)$/s.exec(reason)?.[1];
  if (chosen !== undefined) return `${chosen} chooses it`;
  const returned = /^(`.+`) returns one of several values$/.exec(reason)?.[1];
  if (returned !== undefined) return `${returned} returns it`;
  return PHRASES[reason] ?? reason;
}

const PHRASES: Readonly<Record<string, string>> = {
  "depends on a value that source does not tell": "a value that source does not tell chooses it",
  "depends on how often a loop runs": "a loop chooses it",
  "its name is not known": "it is the one that is asked for",
};
