import type { RustExpression } from "#core/model/rust-facts.ts";
import { placeOf, type Frame, type Machine } from "./machine.ts";
import { resolve } from "./resolve.ts";
import { formatText } from "./text-methods.ts";
import { knownText, textParts, unknown, type Value } from "./values.ts";

/** What a macro comes to. */
export function evaluateMacro(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "macro" }>,
  frame: Frame,
): Value {
  const { name } = expression;
  const place = placeOf(frame, expression.at);
  const own = resolve(machine.crates, frame.module, [name], frame.type);
  if (own?.kind === "macro") return unknown(`it is made by the macro \`${name}!\``, place);
  const args = expression.args.map((argument) => {
    const value = machine.evaluate(argument, frame);
    return { value, place: placeOf(frame, argument.at) };
  });
  const [first, ...rest] = args;
  switch (name) {
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
    case "routes":
      return { kind: "routes", handlers: args };
    default:
      return unknown(`it is made by the macro \`${name}!\``, place);
  }
}
