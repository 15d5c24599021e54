import type { Place } from "#core/model/place.ts";
import type { RustExpression, RustItem } from "#core/model/sources/rust-facts.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import { expandMacro, findMacro } from "../macros/expand-macro.ts";
import { formatText } from "./text-methods.ts";
import { knownText, textParts, unknown, type Argument, type Value } from "../values/values.ts";

/** What a macro comes to. */
export function evaluateMacro(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "macro" }>,
  frame: Frame,
): Value {
  const { name } = expression;
  const place = placeOf(frame, expression.at);
  const args = expression.args.map((argument) => {
    const value = machine.evaluate(argument, frame);
    return { value, place: placeOf(frame, argument.at) };
  });
  const own = findMacro(machine, name, frame);
  if (own) return expandMacro(machine, own, expression, args, frame) ?? notExpanded(own, place);
  const [first, ...rest] = name === "write" ? args.slice(1) : args;
  switch (name) {
    // `write!(formatter, "/users/{id}")` comes to what it writes.
    case "write":
    case "format":
    case "formatcp": {
      const format = knownText(first?.value);
      const lookUp = (each: string): Value =>
        machine.evaluate({ kind: "path", segments: [each], at: expression.at }, frame);
      return format === undefined
        ? unknown("the format is not a text", place)
        : formatText(format, rest, lookUp, place);
    }
    case "concat":
    case "concatcp":
    case "concat_str":
      return { kind: "text", parts: args.flatMap((argument) => textParts(argument.value, argument.place)) };
    default:
      return madeByFramework(machine, name, args) ?? unknown(`it is made by the macro \`${name}!\``, place);
  }
}

/** `routes!(a, b)` */
function madeByFramework(machine: Machine, name: string, args: readonly Argument[]): Value | undefined {
  return machine.models.map((model) => model.macro?.(name, args)).find((each) => each !== undefined);
}

function notExpanded({ name, rules }: Extract<RustItem, { kind: "macro-rules" }>, place: Place): Value {
  const why = { reason: `it is made by the macro \`${name}!\``, place };
  const makesRoutes = rules.some(({ mentionsRoutes }) => mentionsRoutes);
  return { kind: "unknown", why, ...(makesRoutes && { makesRoutes }) };
}
