import type { ComponentType } from "preact";
import { AdoptionPage } from "./adoption-page.tsx";
import { BackupsPage } from "./backups-page.tsx";
import { NodesPage } from "./nodes-page.tsx";
import { OutputsPage } from "./outputs-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { SchedulesPage } from "./schedules-page.tsx";
import { SensorsPage } from "./sensors-page.tsx";

interface PageEntry {
  readonly path: string;
  readonly title: string;
  readonly Page: ComponentType;
}

/** The pages, in the order of the navigation. A new page is a file beside this one and a line here. */
export const PAGES: readonly PageEntry[] = [
  { path: "/", title: "Overview", Page: OverviewPage },
  { path: "/nodes", title: "Nodes", Page: NodesPage },
  { path: "/sensors", title: "Sensors", Page: SensorsPage },
  { path: "/outputs", title: "Outputs", Page: OutputsPage },
  { path: "/schedules", title: "Schedules", Page: SchedulesPage },
  { path: "/backups", title: "Backups", Page: BackupsPage },
  { path: "/adoption", title: "Adoption", Page: AdoptionPage },
];
