import type { GateSettings } from "#core/model/gate-settings.ts";
import { listOf, optional, record, required } from "#core/text/yaml/yaml-shape.ts";
import { engine, textWith } from "./project-values.ts";

const schema = record({
  python: required(
    "The shell command by which the Python server migrates the database that its environment names.",
    textWith(),
  ),
  rust: required("The same for the Rust server.", textWith()),
  engines: optional("The engines that are tried: sqlite, postgresql. Without it, the project's.", listOf(engine)),
});

/** What `portolan gate` needs that nothing else of the project file says; a key a gate. */
export const gates = record({
  schema: optional("How each server migrates: both have to make the same of an empty database.", schema),
});

/** The settings of what is written. */
export function asGates({ schema: written }: NonNullable<ReturnType<typeof gates.read>>): GateSettings {
  if (written === undefined) return {};
  const { python, rust, engines } = written;
  return { schema: { python, rust, ...(engines && { engines }) } };
}
