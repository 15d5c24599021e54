import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import { placeOf, type Frame, type Machine } from "./machine.ts";
import { isConfiguration } from "./settings-classes.ts";
import type { Value } from "./values.ts";

/**
 * `app: App`, `app: App | None`, `settings: Settings`: a router, or an object with its defaults, that stands for
 * the one that somebody whom we do not see hands over.
 */
export function valueOfType(machine: Machine, type: PythonExpression, frame: Frame): Value | undefined {
  if (type.kind === "binary") {
    return valueOfType(machine, type.left, frame) ?? valueOfType(machine, type.right, frame);
  }
  if (type.kind === "item") {
    const [first] = type.key.kind === "list" ? type.key.items : [type.key];
    return first && /^(?:Optional|Annotated)$/.test(nameOf(type.of)) ? valueOfType(machine, first, frame) : undefined;
  }
  if (type.kind !== "name" && type.kind !== "member") return undefined;
  const of = machine.evaluate(type, frame);
  const place = placeOf(frame, type.at);
  if (of.kind !== "class") return routerNamed(machine, of, place);
  return isConfiguration(machine, of) ? machine.call(of, { positional: [], named: new Map(), place }) : undefined;
}

/** The router that calling a framework's class makes. */
export function routerNamed(machine: Machine, of: Value, place: ReturnType<typeof placeOf>): Value | undefined {
  if (of.kind !== "external") return undefined;
  const router = machine.models.map((model) => model.create(of.name, place)).find(Boolean);
  if (!router) return undefined;
  machine.addRouter(router);
  return { kind: "router", router };
}

function nameOf(type: PythonExpression): string {
  return type.kind === "name" || type.kind === "member" ? type.name : "";
}
