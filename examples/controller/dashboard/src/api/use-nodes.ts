import { api, type Schemas } from "./client.ts";
import { useAnswer } from "./use-answer.ts";

/** So many nodes a page of the interface holds at most. */
const MOST = 200;

/** The nodes to choose from, by name, and the name of each id. */
export function useNodes(): { readonly nodes: readonly Schemas["Node"][]; readonly nameOf: (id: string) => string } {
  const { data } = useAnswer(() => api.GET("/api/nodes", { params: { query: { limit: MOST } } }), []);
  const nodes = [...(data?.items ?? [])].sort((one, other) => one.name.localeCompare(other.name));
  return { nodes, nameOf: (id) => nodes.find((node) => node.id === id)?.name ?? "…" };
}
