/** What the code of a crate may use. */
export interface CrateAbilities {
  /** Its structs can be written and read by serde. */
  readonly hasSerde: boolean;
  readonly hasJsonValue: boolean;
  /** A uuid is written and read, and described where the crate describes its types. */
  readonly hasUuid: boolean;
  readonly hasUtoipa: boolean;
  /** axum reads bodies as JSON. */
  readonly hasJson: boolean;
  /** Before 0.8 axum wrote parameters of a route `:id` and `*rest`, since then `{id}` and `{*rest}`. */
  readonly hasColonPaths: boolean;
}

/** Reads manifests (`Cargo.toml`): the crate's own, then those of the folders around it, where the workspace may say the rest. */
export function crateAbilities(manifests: readonly string[]): CrateAbilities {
  const dependency = (name: string): string | undefined => {
    const found = manifests.map((text) => dependencyText(text, name));
    // Only what the crate's own manifest names is its dependency.
    return found[0] === undefined ? undefined : found.filter((text) => text !== undefined).join("\n");
  };
  const has = (name: string, feature: string): boolean => dependency(name)?.includes(`"${feature}"`) === true;
  const axum = dependency("axum") ?? "";
  const hasDefaults = !/default-features\s*=\s*false/.test(axum);
  const hasUtoipa = dependency("utoipa") !== undefined;
  return {
    hasSerde: has("serde", "derive"),
    hasJsonValue: dependency("serde_json") !== undefined,
    hasUuid: has("uuid", "serde") && (!hasUtoipa || has("utoipa", "uuid")),
    hasUtoipa,
    hasJson: hasDefaults || has("axum", "json"),
    hasColonPaths: /"[=^~]?\s*0\.[1-7](?:\.\d+)?"/.test(axum),
  };
}

/** What a manifest says of a dependency: `serde = { … }`, `serde.workspace = true`, `[dependencies.serde]`. */
function dependencyText(manifest: string, name: string): string | undefined {
  const line = new RegExp(String.raw`^\s*${name}\s*(?:=|\.\w+\s*=)\s*(\{[^}]*\}|.*)$`, "m").exec(manifest);
  const table = new RegExp(
    String.raw`^\s*\[(?:workspace\.)?dependencies\.${name}\]([^[]*(?:\[[^\]]*\][^[\n]*)*)`,
    "m",
  ).exec(manifest);
  return line?.[0] ?? table?.[0];
}
