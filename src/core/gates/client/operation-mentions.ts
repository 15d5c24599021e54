import type { Operation } from "#core/model/operation.ts";

/** What a line of a client says of the contract. */
export type Mention =
  | { readonly kind: "operation"; readonly operation: Operation }
  /** The operations at it are none where the contract does not have the path. */
  | { readonly kind: "path"; readonly path: string; readonly operations: readonly Operation[] };

/** Reads lines of a generated client for paths and operation ids of the contract. */
export type MentionReader = (line: string) => Mention | undefined;

export function createMentionReader(operations: readonly Operation[]): MentionReader {
  const byShape = Map.groupBy(operations, ({ path }) => shapeOf(path));
  const byWords = new Map<string, Operation>();
  for (const operation of operations) {
    const { operationId } = operation;
    if (operationId !== undefined) byWords.set(wordsOf(operationId).join(" "), operation);
  }

  /** The operation that a line names; undefined where it names several, as an import does. */
  const named = (line: string): Operation | undefined => {
    const found = new Set<Operation>();
    for (const [token] of line.matchAll(/[A-Za-z_$][\w$]*(?:-[\w$]+)*/g)) {
      const operation = operationNamed(token, line);
      if (operation !== undefined) found.add(operation);
    }
    return found.size === 1 ? [...found][0] : undefined;
  };

  /** `useListNodesQuery` → the operation `list_nodes`: generators put words of their own before and after an id. */
  const operationNamed = (token: string, line: string): Operation | undefined => {
    const words = wordsOf(token);
    const whole = byWords.get(words.join(" "));
    // A type of that name is more often a schema: `DashboardState` beside the operation `dashboard_state`.
    if (/^[A-Z]/.test(token) && whole?.operationId?.startsWith(words[0] ?? "") === true) return undefined;
    // An id of one word may as well be the name of a property.
    if (whole !== undefined && (words.length > 1 || /["'`{([]\s*$|=>\s*$|\[["']/.test(line))) return whole;
    for (let start = 0; start === 0 || PREFIXES.has(words[start - 1] ?? ""); start += 1) {
      for (let end = words.length; end > start + 1; end -= 1) {
        const operation = byWords.get(words.slice(start, end).join(" "));
        if (operation !== undefined) return operation;
        if (!isSuffix(words[end - 1] ?? "")) break;
      }
    }
    return undefined;
  };

  return (line) => {
    const operation = named(line.replaceAll(PATH_LITERAL, '""'));
    if (operation !== undefined) return { kind: "operation", operation };
    for (const [, , path = ""] of line.matchAll(PATH_LITERAL)) {
      const shape = shapeOf(path);
      const at = byShape.get(shape);
      if (at !== undefined) return { kind: "path", path: at[0]?.path ?? path, operations: at };
      if (/^(?:\/(?:[\w.~-]|\{\})+)+\/?$/.test(shape)) return { kind: "path", path, operations: [] };
    }
    return undefined;
  };
}

/** A string that begins with a slash, after a base that is filled in: `${base}/api/nodes/${id}`. */
const PATH_LITERAL = /(["'`])(?:\$\{[^}]*\})?(\/[^"'`\s]*)\1/g;

/** `/nodes/${String(id)}?x=1`, `/nodes/:id` and `/nodes/{node_id}` → `/nodes/{}` */
function shapeOf(path: string): string {
  return path
    .replace(/\?.*$/, "")
    .replaceAll(/\$?\{[^{}]*\}/g, "{}")
    .replaceAll(/(?<=\/):\w+/g, "{}");
}

/** `list_nodes`, `listNodes` and `list-nodes` → list, nodes */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

const PREFIXES = new Set(["async", "fetch", "get", "i", "is", "prefetch", "set", "type", "use"]);

const SUFFIXES = new Set(
  "api args async asyncio body client config data detailed error errors fn headers infinite input key keys mutation mutations options output param parameters params path payload props query raw request requests response responses result results return schema server success suspense sync type url variables with".split(
    " ",
  ),
);

function isSuffix(word: string): boolean {
  return SUFFIXES.has(word) || /^\d{3}$/.test(word);
}
