import type { Side } from "./endpoint.ts";
import type { Route } from "./route.ts";

/** A route as `portolan routes` lists it; lines count from one, optional members are there only where they apply. */
export interface RouteRow {
  readonly side: Side;
  readonly framework: string;
  readonly kind: Route["kind"];
  readonly method: Route["method"];
  readonly path: string;
  /** Relative to the folder. */
  readonly file: string;
  readonly line: number;
  readonly handler?: string;
  readonly implicit?: true;
  readonly conditional?: string;
  readonly unmounted?: true;
  readonly unresolved?: readonly string[];
}
