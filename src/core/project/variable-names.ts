import type { YamlDocument, YamlEntry, YamlNode } from "#core/text/yaml/yaml.ts";

/** A secret of the caller's: `${secret:API_KEY}`. */
export const SECRET_VARIABLE = "secret:NAME";

/** The key of each minted identity of the file: `${identity:admin.key}`. */
export const IDENTITY_VARIABLE = "identity:NAME.key";

/** The port of each service of the file: `${service:cache.port}`, and what keeps the sides apart in it. */
export const SERVICE_VARIABLE = "service:NAME.port";

/** The address of each stub of the file: `${stub:payments.url}`. */
export const STUB_VARIABLE = "stub:NAME.url";

/** The names that are known in a file, those of its identities, services and stubs among them. */
export function namesOfVariables({ root }: YamlDocument, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (name === IDENTITY_VARIABLE) return named("identity", mintedIdentities(root), ["key", "private_key"]);
    if (name === SERVICE_VARIABLE) return named("service", keysBelow(root, "services"), ["port", "number", "prefix"]);
    if (name === STUB_VARIABLE) return named("stub", keysBelow(root, "stubs"), ["url"]);
    return [name];
  });
}

function named(kind: string, names: readonly string[], parts: readonly string[]): readonly string[] {
  return names.flatMap((name) => parts.map((part) => `${kind}:${name}.${part}`));
}

function entries(node: YamlNode | undefined): readonly YamlEntry[] {
  return node?.kind === "map" ? node.entries : [];
}

function keysBelow(root: YamlNode | undefined, key: string): readonly string[] {
  return entries(entries(root).find((entry) => entry.key === key)?.value).map((entry) => entry.key);
}

function mintedIdentities(root: YamlNode | undefined): readonly string[] {
  const isMinted = (node: YamlNode): boolean =>
    entries(node).some(({ key, value }) => key === "mint" || ((key === "python" || key === "rust") && isMinted(value)));
  const identities = entries(root).find(({ key }) => key === "identities")?.value;
  return entries(identities).flatMap(({ key, value }) => (isMinted(value) ? [key] : []));
}

/** Whether `${name}` is one of these. */
export function isKnownVariable(name: string, names: readonly string[]): boolean {
  return names.includes(name) || (names.includes(SECRET_VARIABLE) && /^secret:[A-Za-z_]\w*$/.test(name));
}
