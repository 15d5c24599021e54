import type { Place } from "#core/model/place.ts";
import type { Machine } from "../../values/machine.ts";
import { resolve } from "../../crates/resolve.ts";
import {
  textOf,
  unknown,
  type Answer,
  type Argument,
  type ClosureValue,
  type Entry,
  type FunctionValue,
  type Value,
} from "../../values/values.ts";
import type { Module } from "../../crates/module.ts";
import type { Method } from "#core/model/endpoint.ts";

/** The path of axum-extra's `typed_get(handler)`: it stands at the type of the handler's first parameter. */
export function typedPathOf(machine: Machine, handler: Argument): Argument {
  const { value, place } = handler;
  const type = value.kind === "function" ? value.declaration.parameters[0]?.type : undefined;
  const written = value.kind === "closure" ? value.expression.parameterTypes[0] : type;
  if ((value.kind !== "function" && value.kind !== "closure") || written === undefined) {
    return { value: unknown("the handler's path type is not known", place), place };
  }
  const { text, module } = typeBehind(value, written);
  const segments = text.replace(/<[\s\S]*$/, "").split("::");
  const found = resolve(machine.crates, module, segments, undefined);
  const item = found?.kind === "type" ? found.module.types.get(found.name) : undefined;
  if (found?.kind !== "type" || !item?.typedPath) {
    return { value: unknown(`\`${written}\` has no \`typed_path\` that is known`, place), place };
  }
  const frame = { module: found.module, names: { values: new Map<string, Value>() }, returns: [] };
  return {
    value: machine.evaluate(item.typedPath, frame),
    place: { file: found.module.file, range: item.typedPath.at },
  };
}

/** `typed_get(show::<ItemPath>)` of `async fn show<P: Paths>(path: P)` */
function typeBehind(
  value: FunctionValue | ClosureValue,
  written: string,
): { readonly text: string; readonly module: Module } {
  const { module } = value;
  if (value.kind !== "function" || !value.typeArguments) return { text: written, module };
  const index = value.declaration.typeParameters?.indexOf(written) ?? -1;
  const given = value.typeArguments.types[index];
  return given === undefined ? { text: written, module } : { text: given, module: value.typeArguments.module };
}

/** What `axum_extra::routing::Resource` adds for each of its methods: below its name, or below an id. */
const RESOURCE: Readonly<Record<string, readonly [methods: readonly Method[], rest: string]>> = {
  index: [["GET"], ""],
  create: [["POST"], ""],
  new: [["GET"], "/new"],
  show: [["GET"], "/{@id}"],
  edit: [["GET"], "/{@id}/edit"],
  update: [["PUT", "PATCH"], "/{@id}"],
  destroy: [["DELETE"], "/{@id}"],
};

/** One method of a `Resource`; undefined where it is none. */
export function resourceEntry(
  resource: string,
  name: string,
  args: readonly Argument[],
  base: { readonly place: Place; readonly by: string; readonly conditions: readonly string[] },
): Entry | undefined {
  const known = RESOURCE[name];
  const [handler] = args;
  if (!known || !handler) return undefined;
  const [methods, rest] = known;
  const path = `/${resource}${rest.replace("@", `${resource}_`)}`;
  const answers = methods.map((method): Answer => ({ method, handler: handler.value, place: base.place }));
  return { ...base, kind: "route", routeKind: "http", path: { value: textOf(path), place: base.place }, answers };
}
