import type { PathStep } from "#core/model/route.ts";
import type { PathTemplate } from "./path-template.ts";

/** How a framework writes the paths of its routes, and how it puts them together. */
export interface Dialect {
  /** A whole path as the framework writes it, in OpenAPI's form. */
  readonly readPath: (text: string) => PathTemplate;
  /** The whole path of the steps that lead to a route, outermost first. */
  readonly joinPath: (steps: readonly PathStep[]) => JoinedPath;
  /** Which of several routes that match a request answers it. */
  readonly answering: "the first declared" | "the most exact";
}

export interface JoinedPath {
  readonly text: string;
  /** The steps as the framework takes them: slashes that it leaves out or puts between are so here too. */
  readonly steps: readonly PathStep[];
}
