import type { ReleaseSettings } from "#core/model/gates/gate-settings.ts";
import { endpoint } from "#core/text/yaml/yaml-endpoint.ts";
import { listOf, located, mapOf, oneOrMore, optional, record, required } from "#core/text/yaml/yaml-shape.ts";
import { text } from "#core/text/yaml/yaml-values.ts";
import { DATA_VARIABLE, DATABASE_VARIABLES, relativePath, textWith } from "./project-values.ts";

/** What a release asks for. */
export const release = record({
  binary: required("The Rust server's program that is installed, relative to this file.", relativePath),
  build: optional(
    "The shell command that builds it, in the Rust server's folder. Without it, the server's own.",
    textWith(),
  ),
  start: optional(
    "The shell command that starts it, in the Rust server's folder. Without it, the server's own.",
    textWith("port", DATA_VARIABLE, ...DATABASE_VARIABLES),
  ),
  milestones: optional("Those that have to be verified. Without it, all.", listOf(text)),
  calls: optional("Endpoints that clients call: GET /api/nodes", listOf(located(endpoint))),
  clients: optional(
    "A folder of clients' code, relative to this file, or a list: the endpoints that it names are those that clients call.",
    oneOrMore(relativePath),
  ),
  without: optional(
    "Gates that this project cannot run, each with the reason why the release need not have them.",
    mapOf(text),
  ),
  file: optional("The file that is written, relative to this file. Without it, portolan-release.json", relativePath),
});

/** The settings of what is written in `file`. */
export function asRelease(
  file: string,
  {
    binary,
    build,
    start,
    milestones,
    calls,
    clients,
    without,
    file: written,
  }: NonNullable<ReturnType<typeof release.read>>,
): ReleaseSettings {
  return {
    place: { file, range: binary.range },
    binary: binary.value,
    ...(build !== undefined && { build }),
    ...(start !== undefined && { start }),
    ...(milestones !== undefined && { milestones }),
    calls: (calls ?? []).map(({ value, range }) => ({ endpoint: value.key, place: { file, range } })),
    clients: (clients ?? []).map(({ value }) => value),
    without: Object.fromEntries(without ?? []),
    file: written?.value ?? "portolan-release.json",
  };
}
