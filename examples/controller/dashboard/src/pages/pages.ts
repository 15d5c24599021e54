import type { ComponentType } from "preact";
import { NodesPage } from "./nodes-page.tsx";
import { OverviewPage } from "./overview-page.tsx";

interface PageEntry {
  readonly path: string;
  readonly title: string;
  readonly Page: ComponentType;
}

/** The pages, in the order of the navigation. A new page is a file beside this one and a line here. */
export const PAGES: readonly PageEntry[] = [
  { path: "/", title: "Overview", Page: OverviewPage },
  { path: "/nodes", title: "Nodes", Page: NodesPage },
];
