import type { YamlDocument, YamlEntry, YamlNode } from "#core/text/yaml/yaml.ts";

/** A secret of the caller's: `${secret:API_KEY}`. */
export const SECRET_VARIABLE = "secret:NAME";

/** The key of each minted identity of the file: `${identity:admin.key}`. */
export const IDENTITY_VARIABLE = "identity:NAME.key";

/** The names that are known in a file, those of its identities among them. */
export function namesOfVariables(document: YamlDocument, names: readonly string[]): readonly string[] {
  return names.flatMap((name) =>
    name === IDENTITY_VARIABLE
      ? mintedIdentities(document.root).flatMap((each) => [`identity:${each}.key`, `identity:${each}.private_key`])
      : [name],
  );
}

function mintedIdentities(root: YamlNode | undefined): readonly string[] {
  const entries = (node: YamlNode | undefined): readonly YamlEntry[] => (node?.kind === "map" ? node.entries : []);
  const isMinted = (node: YamlNode): boolean =>
    entries(node).some(({ key, value }) => key === "mint" || ((key === "python" || key === "rust") && isMinted(value)));
  const identities = entries(root).find(({ key }) => key === "identities")?.value;
  return entries(identities).flatMap(({ key, value }) => (isMinted(value) ? [key] : []));
}

/** Whether `${name}` is one of these. */
export function isKnownVariable(name: string, names: readonly string[]): boolean {
  return names.includes(name) || (names.includes(SECRET_VARIABLE) && /^secret:[A-Za-z_]\w*$/.test(name));
}
