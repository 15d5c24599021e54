import { isRecord } from "#core/model/is-record.ts";
import type { Files } from "#core/ports.ts";
import { jsonOf, parseJsonTree } from "#core/text/json/json-tree.ts";

/** An OpenAPI document, as far as a first project file needs it. */
export interface FoundContract {
  readonly file: string;
  /** `GET /api/nodes/{node_id}`, by the first tag, or the path's first part where there is none. */
  readonly endpointsByGroup: ReadonlyMap<string, readonly string[]>;
  /** A GET path that seems to say whether the server is up. */
  readonly ready?: string;
  /** A POST endpoint that seems to log in. */
  readonly login?: string;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The `openapi*` files, JSON or YAML, that are OpenAPI documents, those with the shortest path first. */
export async function findContracts(files: Files): Promise<readonly FoundContract[]> {
  const names = (await files.list(".", [".json", ".yaml", ".yml"])).filter((file) =>
    /(?:^|\/)openapi[^/]*\.(?:json|ya?ml)$/i.test(file),
  );
  const found = await Promise.all(names.map(async (file) => readContract(file, (await files.read(file)) ?? "")));
  return found.flatMap((each) => each ?? []).toSorted((a, b) => a.file.length - b.file.length);
}

function readContract(file: string, text: string): FoundContract | undefined {
  const { root } = parseJsonTree(file, text);
  const document: unknown = root && jsonOf(root);
  if (!isRecord(document) || typeof document["openapi"] !== "string") return undefined;
  const paths = isRecord(document["paths"]) ? document["paths"] : {};
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = isRecord(item) ? item[method] : undefined;
      return isRecord(operation) ? [{ endpoint: `${method.toUpperCase()} ${path}`, path, operation }] : [];
    }),
  );
  const groups = Map.groupBy(operations, ({ path, operation }) => groupOf(path, operation));
  const endpoints = operations.map(({ endpoint }) => endpoint);
  const ready = endpoints.find((endpoint) =>
    /^GET \/(?:\S*\/)?(?:healthz?|ready|readyz|livez|ping|status)$/.test(endpoint),
  );
  const login = endpoints.find((endpoint) => /^POST \/(?:\S*\/)?(?:login|signin|sign-in|token)$/.test(endpoint));
  return {
    file,
    endpointsByGroup: new Map([...groups].map(([group, each]) => [group, each.map(({ endpoint }) => endpoint)])),
    ...(ready !== undefined && { ready: ready.slice("GET ".length) }),
    ...(login !== undefined && { login }),
  };
}

function groupOf(path: string, operation: Readonly<Record<string, unknown>>): string {
  const tags = operation["tags"];
  const tag: unknown = Array.isArray(tags) ? tags[0] : undefined;
  const part = path.split("/").find((each) => !/^(?:|api|v\d+|\{.*)$/.test(each));
  return typeof tag === "string" && tag.trim() !== "" ? tag : (part ?? "root");
}
