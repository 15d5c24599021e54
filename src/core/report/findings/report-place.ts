import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { Cluster } from "../run/clusters.ts";
import { type Rows, handlersOf } from "../run/handler-places.ts";

/**
 * A file as a path from the repository's root, as services that show the repository want it.
 * `("examples/controller/", "../shared/a.rs")` → `examples/shared/a.rs`
 */
export function pathInRepository(folder: string, file: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${file}`.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Where it shows that an endpoint could not be compared: its handlers, Rust's first, else its first case. */
export function failurePlace(endpoint: EndpointKey, rows: Rows, results: readonly CaseResult[]): Place | undefined {
  const { rust, python } = handlersOf(rows.get(endpoint));
  return rust?.place ?? python?.place ?? results.find((result) => result.case.endpoint === endpoint)?.case.place;
}

/** Where a side crashed, Rust first; undefined where none did in the project's own code. */
export function crashPlace(crashes: readonly Crash[]): Place | undefined {
  const rustFirst = crashes.toSorted((a, b) => Number(b.side === "rust") - Number(a.side === "rust"));
  return rustFirst.find(({ place }) => place !== undefined)?.place;
}

/** Where a cluster shows in an endpoint's sources: the Rust field that wrote it, else the Rust handler, else Python's; else at its case. */
export function clusterPlace({ differences }: Cluster, endpoint: EndpointKey, rows: Rows): Place | undefined {
  const own = differences.filter(({ result }) => result.case.endpoint === endpoint);
  const field = own.find(({ difference }) => difference.places?.rust !== undefined);
  const handlers = handlersOf(rows.get(endpoint));
  return field?.difference.places?.rust ?? handlers.rust?.place ?? handlers.python?.place ?? own[0]?.result.case.place;
}
