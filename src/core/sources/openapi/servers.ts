import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, memberOf, membersOf, textIn } from "#core/text/json/json-tree.ts";

/**
 * The base paths of the servers that apply to an operation: its own, else the path's, else the document's (OpenAPI 3.1,
 * section 4.8.5). The first server's comes first; variables have their defaults. `https://{host}/v1/` → `/v1`
 */
export function basePathsOf(...holders: readonly (JsonNode | undefined)[]): readonly string[] {
  const servers =
    holders.map((holder) => elementsOf(memberOf(holder, "servers"))).find((each) => each.length > 0) ?? [];
  return [...new Set(servers.map(basePathOf))];
}

function basePathOf(server: JsonNode): string {
  const defaults = new Map(
    membersOf(memberOf(server, "variables")).map(([name, variable]) => [name, memberOf(variable, "default")?.text]),
  );
  const url = (textIn(memberOf(server, "url")) ?? "").replaceAll(
    /\{([^{}]+)\}/g,
    (written, name: string) => defaults.get(name) ?? written,
  );
  const path = url.replace(/^(?:[a-z][\w+.-]*:)?\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  // A relative address starts from where the document lies, which is taken for the root.
  const parts = path.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.map((part) => `/${part}`).join("");
}
