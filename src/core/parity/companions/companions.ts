import type { Project } from "#core/model/project.ts";
import type { ServiceSettings } from "#core/model/service.ts";
import type { Database, Disposable } from "#core/ports.ts";

import type { ParityPorts } from "../preparation.ts";
import { placeholdersFor, type Placeholders } from "../sides/placeholders.ts";
import type { Companion } from "./companion.ts";
import { createService, type PartOwner, partFor } from "./service.ts";
import { type ServiceProcess, startService } from "./service-process.ts";
import { createStub } from "./stub.ts";
import type { SharedServices } from "./shared-services.ts";

/** What a side has beside its database. */
export interface Companions extends Disposable {
  readonly all: readonly Companion[];
}

/** Where they are made. */
export interface CompanionSurroundings {
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  readonly shared: SharedServices;
  readonly onOutput: (text: string) => void;
  readonly owner: PartOwner;
  readonly database: Pick<Database, "location" | "address">;
}

/** Makes them for a side, beside its folder for files, which is among them and stays its maker's to dispose of. */
export async function createCompanions(
  project: Project,
  folder: Companion | undefined,
  surroundings: CompanionSurroundings,
): Promise<Companions> {
  const all: Companion[] = folder === undefined ? [] : [folder];
  const dispose = async (): Promise<void> => {
    for (const each of all.splice(0).toReversed()) if (each !== folder) await each.dispose();
  };
  try {
    for (const settings of project.stubs ?? []) all.push(await createStub(settings, surroundings.ports.stubs));
    for (const settings of project.services ?? []) all.push(await serviceFor(settings, project, all, surroundings));
    return { all: [...all], dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** A service gets what stands before it in the project file, and the side's database where it is the side's alone. */
async function serviceFor(
  settings: ServiceSettings,
  { servers }: Project,
  before: readonly Companion[],
  { ports, signal, shared, onOutput, owner, database }: CompanionSurroundings,
): Promise<Companion> {
  const isShared = settings.isolate !== "instance";
  const { port: _, ...ofSide } = placeholdersFor(
    "",
    database,
    before.map(({ values }) => values),
  );
  const values: Placeholders = isShared ? {} : ofSide;
  const { server } = database.address;
  const own = server === undefined ? [] : [{ host: server.host, port: server.port }];
  const given = servers.python.reach;
  const reach = given && [...given, ...own, ...before.flatMap((each) => each.reach)];
  const start = (): Promise<ServiceProcess> => startService(settings, { ports, signal, onOutput, values, reach });
  const process = isShared ? await shared.of(settings, start) : await start();
  return createService(settings, process, partFor(settings, owner));
}
