import { escapePattern } from "#core/text/escape-pattern.ts";
import type { AssetSettings } from "#core/model/gates/gate-settings.ts";
import type { Ledger, LedgerRow } from "#core/model/ledger.ts";
import type { Place } from "#core/model/place.ts";
import type { AssetFault } from "./asset-fault.ts";

/** What answers the paths that pages ask for. */
export interface ServedRoutes {
  /** Whether a path is one of a page's. */
  isPage(target: string): boolean;
  /** What is wrong with a path in a built file, which may be the beginning of one: `/api/nodes/`. */
  faultsOf(url: string, place: Place): readonly AssetFault[];
  /** The same of a request that a page made. */
  faultOf(method: string, target: string, place: Place): AssetFault | undefined;
}

export function servedRoutes({ rows }: Ledger, { pages }: AssetSettings): ServedRoutes {
  const known = rows.map((row) => ({ row, pattern: patternOf(row), shape: shapeOf(row.path) }));
  const pagePatterns = pages.map(({ path }) => templatePattern(path, () => "[^/]+"));
  const judge = (matching: readonly LedgerRow[], target: string, place: Place): AssetFault | undefined => {
    if (matching.some((row) => row.rust.length > 0 && row.status !== "stub")) return undefined;
    const kept = matching.find((row) => row.status === "kept");
    const common = { place, target };
    if (kept !== undefined) {
      const facts = { endpoint: `${kept.method} ${kept.path}`, reason: kept.keptReason ?? "" };
      return { code: "assets-asks-kept", severity: "warning", ...common, facts };
    }
    const [first] = matching;
    if (first === undefined) return { code: "assets-asks-nowhere", ...common };
    return { code: "assets-asks-unported", ...common, facts: { endpoint: `${first.method} ${first.path}` } };
  };
  return {
    isPage: (target) => pagePatterns.some((pattern) => pattern.test(target)),
    faultsOf: (url, place) => {
      const path = shapeOf(url.replace(/[?#].*$/, ""));
      const exact = known.filter(({ pattern, shape }) => shape === path || pattern.test(path)).map(({ row }) => row);
      // Code puts paths together: what is only the beginning of one says nothing of the rest.
      if (exact.length === 0 && known.some(({ shape }) => shape.startsWith(`${path.replace(/\/$/, "")}/`))) return [];
      const fault = judge(exact, url, place);
      return fault === undefined ? [] : [fault];
    },
    faultOf: (method, target, place) => {
      const path = target.replace(/[?#].*$/, "");
      const matching = known.flatMap(({ row, pattern }) =>
        (row.method === method || row.method === "ANY") && pattern.test(path) ? [row] : [],
      );
      return judge(matching, `${method} ${path}`, place);
    },
  };
}

function patternOf({ path, rust, python }: LedgerRow): RegExp {
  const rest = new Set(
    [...rust, ...python].flatMap(({ parameters }) => parameters.filter(({ isRest }) => isRest).map(({ name }) => name)),
  );
  return templatePattern(path, (name) => (rest.has(name) ? ".+" : "[^/]+"));
}

function templatePattern(path: string, parameter: (name: string) => string): RegExp {
  const parts = path.split(/\{([^{}]*)\}/);
  return new RegExp(`^${parts.map((part, at) => (at % 2 === 1 ? parameter(part) : escapePattern(part))).join("")}$`);
}

/** `/api/nodes/${a.id}`, `/api/nodes/{node_id}` → `/api/nodes/{}` */
function shapeOf(path: string): string {
  return path.replaceAll(/\$?\{[^{}]*\}/g, "{}");
}
