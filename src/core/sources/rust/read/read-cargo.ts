import { isRecord } from "#core/model/is-record.ts";
import { parse, TomlError } from "smol-toml";
import type { Finding } from "#core/model/finding.ts";
import type { CargoFacts } from "#core/model/sources/rust-facts.ts";

/** Reads where the crates of a package begin (The Cargo Book, "The Manifest Format"). Never fails. */
export function readCargo(file: string, text: string): CargoFacts {
  const { manifest, findings } = parseManifest(file, text);
  const name = textAt(manifest, "package", "name");
  const libraryName = textAt(manifest, "lib", "name");
  const library = textAt(manifest, "lib", "path");
  const binaries = manifest["bin"];
  return {
    language: "cargo",
    file,
    ...(name !== undefined && { name }),
    ...(libraryName !== undefined && { libraryName }),
    ...(library !== undefined && { library }),
    binaries: (Array.isArray(binaries) ? binaries : [])
      .map((binary: unknown) => textAt(binary, "path"))
      .filter((path) => path !== undefined),
    renames: renamesIn(manifest),
    versions: versionsIn(valueAt(manifest, "dependencies")),
    sharedVersions: versionsIn(valueAt(manifest, "workspace", "dependencies")),
    ...packages(manifest),
    findings,
  };
}

function parseManifest(
  file: string,
  text: string,
): { readonly manifest: Readonly<Record<string, unknown>>; readonly findings: readonly Finding[] } {
  try {
    return { manifest: parse(text), findings: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const at = { line: error.line - 1, character: error.column - 1 };
    const facts = { message: error.message.split("\n")[0] ?? "" };
    return {
      manifest: {},
      findings: [{ code: "cargo-malformed", severity: "error", place: { file, range: { start: at, end: at } }, facts }],
    };
  }
}

function packages(
  manifest: Readonly<Record<string, unknown>>,
): Pick<CargoFacts, "paths" | "inherited" | "sharedPaths"> {
  const dependencies = manifest["dependencies"];
  const paths = pathsIn(dependencies);
  const inherited = Object.entries(isRecord(dependencies) ? dependencies : {}).flatMap(([name, each]) =>
    valueAt(each, "workspace") === true ? [name] : [],
  );
  return {
    ...(Object.keys(paths).length > 0 && { paths }),
    ...(inherited.length > 0 && { inherited }),
    ...("workspace" in manifest && { sharedPaths: pathsIn(valueAt(manifest, "workspace", "dependencies")) }),
  };
}

function pathsIn(dependencies: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isRecord(dependencies) ? dependencies : {}).flatMap(([name, each]) => {
      const path = textAt(each, "path");
      return path === undefined ? [] : [[name, path]];
    }),
  );
}

/** Versions by the names of the packages, whatever a dependency is called. */
function versionsIn(dependencies: unknown): Readonly<Record<string, string>> {
  if (!isRecord(dependencies)) return {};
  return Object.fromEntries(
    Object.entries(dependencies).flatMap(([name, each]) => {
      const version = typeof each === "string" ? each : textAt(each, "version");
      return version === undefined ? [] : [[textAt(each, "package") ?? name, version]];
    }),
  );
}

function renamesIn(manifest: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const tables = [manifest["dependencies"], valueAt(manifest, "workspace", "dependencies")];
  return Object.fromEntries(
    tables.flatMap((table) =>
      Object.entries(isRecord(table) ? table : {}).flatMap(([name, dependency]) => {
        const original = textAt(dependency, "package");
        return original === undefined ? [] : [[crateName(name), crateName(original)]];
      }),
    ),
  );
}

/** As code spells a package: `tower-http` → `tower_http`. */
export function crateName(name: string): string {
  return name.replaceAll("-", "_");
}

function valueAt(value: unknown, ...names: readonly string[]): unknown {
  let current = value;
  for (const name of names) current = isRecord(current) ? current[name] : undefined;
  return current;
}

function textAt(value: unknown, ...names: readonly string[]): string | undefined {
  const found = valueAt(value, ...names);
  return typeof found === "string" ? found : undefined;
}
