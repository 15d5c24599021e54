import { decodeUriPart, fragmentNames } from "#core/text/json/json-pointer.ts";
import type { JsonNode, JsonTree } from "#core/text/json/json-node.ts";
import { memberOf, parseJsonTree, placeOf, textIn } from "#core/text/json/json-tree.ts";
import type { Finding } from "#core/model/finding.ts";

/** The contract and the files that its references lead to. */
export interface Documents {
  readonly main: JsonTree;
  /** What a `$ref` leads to, from one to the next; undefined where it leads nowhere or in a circle. */
  follow(node: JsonNode | undefined): JsonNode | undefined;
  /** The same; a reference that leads nowhere is a finding. */
  resolve(node: JsonNode, findings: Finding[]): JsonNode | undefined;
  /** Files that references led to, sorted; also those that are not there. */
  wanted(): readonly string[];
}

/** References from one to the next; more of them is a circle. */
const MAX_STEPS = 30;

/** Opens a contract. `beside` has the texts of other files, by their names relative to the project. */
export function openDocuments(file: string, text: string, beside: ReadonlyMap<string, string>): Documents {
  const main = parseJsonTree(file, text);
  const trees = new Map<string, JsonTree | undefined>([[file, main]]);

  function treeOf(name: string): JsonTree | undefined {
    if (!trees.has(name)) {
      const known = beside.get(name);
      trees.set(name, known === undefined ? undefined : parseJsonTree(name, known));
    }
    return trees.get(name);
  }

  /** Also the other file in which the last reference looks. */
  function followed(node: JsonNode | undefined): { readonly target?: JsonNode; readonly into?: string } {
    let current = node;
    let into: string | undefined;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const reference = textIn(memberOf(current, "$ref"));
      if (current === undefined || reference === undefined) {
        return { ...(current && { target: current }), ...(into !== undefined && { into }) };
      }
      const [target = "", pointer = ""] = reference.split("#", 2);
      const from = current.tree.file;
      if (isRemote(target)) return {};
      if (target !== "") into = fileBeside(from, target);
      current = nodeAt(target === "" ? current.tree : treeOf(into ?? from), pointer);
    }
    return {};
  }

  const follow = (node: JsonNode | undefined): JsonNode | undefined => followed(node).target;

  return {
    main,
    follow,
    resolve: (node, findings) => {
      const { target, into } = followed(node);
      if (!target) {
        const reference = textIn(memberOf(node, "$ref")) ?? "";
        const code = isRemote(reference) ? "contract-reference-remote" : "contract-reference-missing";
        const severity = isRemote(reference) ? "warning" : "error";
        findings.push({
          code,
          severity,
          place: placeOf(node),
          facts: { reference, ...(into !== undefined && { file: into }) },
        });
      }
      return target;
    },
    wanted: () => [...trees.keys()].filter((name) => name !== file).toSorted(),
  };
}

/** Nothing is fetched from the network. */
function isRemote(target: string): boolean {
  return /^(?:[a-z][\w+.-]+:|\/\/)/i.test(target);
}

/** `("api/openapi.yaml", "../schemas/node.yaml")` → `schemas/node.yaml` */
function fileBeside(from: string, target: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of decodeUriPart(target).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** What a JSON pointer (RFC 6901) in a URI's fragment names. */
function nodeAt(tree: JsonTree | undefined, pointer: string): JsonNode | undefined {
  let current = tree?.root;
  for (const member of fragmentNames(pointer)) {
    current = current?.kind === "array" ? current.items[Number(member)] : memberOf(current, member);
  }
  return current;
}
