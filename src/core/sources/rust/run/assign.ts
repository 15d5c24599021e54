import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import { noteNamed, type Frame, type Machine } from "../values/machine.ts";
import { setName } from "./names.ts";
import type { Value } from "../values/values.ts";

/** Gives a value to a name, or to a field of what stands behind a name: values never change, so the name gets another. */
export function assign(machine: Machine, target: RustExpression, value: Value, frame: Frame): void {
  if (target.kind === "path" && target.segments.length === 1) {
    if (value.kind === "router") noteNamed(machine, value.router, frame);
    setName(frame.names, target.segments[0] ?? "", value);
  }
  if (target.kind !== "field") return;
  const of = machine.evaluate(target.of, frame);
  if (of.kind !== "instance") return;
  assign(machine, target.of, { ...of, fields: new Map([...of.fields, [target.name, value]]) }, frame);
}
