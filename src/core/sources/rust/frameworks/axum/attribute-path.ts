import type { Machine } from "../../values/machine.ts";
import { textOf, unknown, type Value } from "../../values/values.ts";

/** The path of a `utoipa::path` attribute behind its context path. */
export function evaluateAttributePath(machine: Machine, handler: Extract<Value, { kind: "function" }>): Value {
  const { module, declaration } = handler;
  const { utoipa } = declaration;
  const frame = { module, names: { values: new Map<string, Value>() }, returns: [] };
  const context = utoipa?.contextPath ? machine.evaluate(utoipa.contextPath, frame) : textOf("");
  const path = utoipa?.path ? machine.evaluate(utoipa.path, frame) : textOf("");
  const pieces = [context, path].map((value) => (value.kind === "text" ? value.parts : undefined));
  const [before, after] = pieces;
  const place = { file: module.file, range: declaration.at };
  return before && after
    ? { kind: "text", parts: [...before, ...after] }
    : unknown("the attribute's path is not a text", place);
}
