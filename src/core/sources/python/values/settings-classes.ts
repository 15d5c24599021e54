import type { Place } from "#core/model/place.ts";
import { externalBases } from "../run/instantiate.ts";
import type { Machine } from "./machine.ts";
import type { ClassValue, Value } from "./values.ts";

type Instance = Extract<Value, { kind: "instance" }>;

/** A class whose fields are filled from the environment, as pydantic's `BaseSettings`. */
export function holdsSettings(machine: Machine, of: ClassValue): boolean {
  return externalBases(machine, of).some((base) => base.endsWith("Settings"));
}

/** What configures a server, of which an object with the defaults of its fields stands for the one that is handed over. */
export function isConfiguration(machine: Machine, of: ClassValue): boolean {
  return /(?:Settings|Config|Configuration)$/.test(of.declaration.name) || holdsSettings(machine, of);
}

/** `ui: UiSettings` of a pydantic model, for which the class gives no value: an object with that class's own defaults. */
export function fieldOfSettings(machine: Machine, of: Instance, name: string, place: Place): Value | undefined {
  const field = of.of.declaration.body.find(
    (statement) => statement.kind === "assign" && statement.target.kind === "name" && statement.target.name === name,
  );
  if (field?.kind !== "assign" || !field.type || field.value || !isPydantic(machine, of.of)) return undefined;
  const scope = { names: of.of.members, stars: [], ...(of.of.scope && { parent: of.of.scope }) };
  const type = machine.evaluate(field.type, { file: of.of.file, scope, returns: [] });
  if (type.kind !== "class" || !isPydantic(machine, type)) return undefined;
  const value = machine.call(type, { positional: [], named: new Map(), place });
  of.members.set(name, value);
  return value;
}

function isPydantic(machine: Machine, of: ClassValue): boolean {
  return externalBases(machine, of).some((base) => /(?:^|\.)Base(?:Model|Settings)$/.test(base));
}
