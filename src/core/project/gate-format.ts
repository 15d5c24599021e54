import { CONTRACT_DIFF_PROGRAMS, type GateSettings } from "#core/model/gates/gate-settings.ts";
import { listOf, optional, record, refined, required } from "#core/text/yaml/yaml-shape.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import { asAssets, assets } from "./asset-format.ts";
import { asCutover, cutover } from "./cutover-format.ts";
import { asRelease, release } from "./release-format.ts";
import { engine, relativePath, textWith } from "./project-values.ts";

const client = record({
  command: required(
    "The shell command that generates the client, formatter included; ${output} stands for where it writes.",
    refined(textWith("output"), {}, (line, range, at) => {
      if (line.includes("${output}")) return line;
      at.report("client-command-without-output", range, { key: at.path });
      return undefined;
    }),
  ),
  output: required("What is committed of it: a file or a folder, relative to this file.", relativePath),
  folder: optional("Where the commands run, relative to this file. Without it, this file's folder.", relativePath),
  check: optional("A shell command that has to succeed with the committed client: npx tsc --noEmit", textWith()),
});

const contract = record({
  diff: required(
    "The program that rates the changes between the two exports: redocly, which comes with Portolan, or oasdiff, which has to be installed.",
    choice(CONTRACT_DIFF_PROGRAMS),
  ),
});

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
  assets: optional("The static build that the Rust server serves: files, pages, and nothing else.", assets),
  client: optional("How the client is generated: what it comes to has to be what is committed.", client),
  contract: optional("How the exports of the two servers are compared.", contract),
  cutover: optional("How the servers are switched and switched back, to be rehearsed on a copy.", cutover),
  release: optional("What may be installed, once all gates pass and these endpoints are verified.", release),
  schema: optional("How each server migrates: both have to make the same of an empty database.", schema),
});

/** The settings of what is written. */
export function asGates(
  file: string,
  {
    assets: served,
    client: made,
    contract: compared,
    cutover: rehearsed,
    release: released,
    schema: migrated,
  }: NonNullable<ReturnType<typeof gates.read>>,
): GateSettings {
  return {
    ...(served && { assets: asAssets(file, served) }),
    ...(made && {
      client: {
        command: made.command,
        output: made.output.value,
        folder: made.folder?.value ?? ".",
        ...(made.check !== undefined && { check: made.check }),
      },
    }),
    ...(compared && { contract: compared }),
    ...(rehearsed && { cutover: asCutover(file, rehearsed) }),
    ...(released && { release: asRelease(file, released) }),
    ...(migrated && {
      schema: {
        python: migrated.python,
        rust: migrated.rust,
        ...(migrated.engines && { engines: migrated.engines }),
      },
    }),
  };
}
