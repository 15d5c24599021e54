import type { Place } from "#core/model/place.ts";
import type { Machine } from "../values/machine.ts";
import { hasBody } from "../crates/resolve.ts";
import { unknown, type Value } from "../values/values.ts";

/** Types of texts that an object may be turned into. */
const TEXTS = ["str", "String", "Cow"];

const ROUTERS = ["Router", "OpenApiRouter", "ApiRouter"];

/**
 * What an object comes to in another type, as the project says: `impl From<Api> for &str` and `impl From<Api> for Router` are `.into()`, `impl Display for
 * Api` is `.to_string()`. Undefined where it does not.
 */
export function convertInstance(
  machine: Machine,
  of: Extract<Value, { kind: "instance" }>,
  name: string,
  place: Place,
): Value | undefined {
  const { methods } = of.module.crate;
  if (name === "to_string") {
    const method = methods.get(of.type)?.find((each) => each.trait === "Display" && hasBody(each.declaration));
    const formatter = unknown("what writes a text is not known", place);
    return method && machine.call({ kind: "function", ...method, type: of.type }, [of, formatter], place);
  }
  if (name !== "into") return undefined;
  for (const type of [...TEXTS, ...ROUTERS]) {
    const method = methods.get(type)?.find(({ trait, declaration }) => {
      const from = /\b\w+$/.exec(declaration.parameters[0]?.type ?? "")?.[0];
      return trait === "From" && declaration.name === "from" && from === of.type;
    });
    if (method) return machine.call({ kind: "function", ...method, type }, [of], place);
  }
  return undefined;
}
