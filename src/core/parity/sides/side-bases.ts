import { attachedSides } from "#core/model/attached.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { databaseOf, withOwnDatabase } from "#core/model/databases/side-database.ts";

import type { BaseKeeper } from "../state/base-keeper.ts";
import { whySchemasDiffer } from "../state/why-schemas-differ.ts";
import { type DatabaseRecipe, readDatabaseRecipe } from "../state/database-recipe.ts";
import { makeFilledBase } from "./fill-base.ts";
import type { Base } from "./base.ts";
import { baseKey, type BaseMaking } from "./make-base.ts";
import type { PreparedSide } from "./prepare-side.ts";

/** What a side begins with; no base for a server that somebody else runs. */
interface SideBase {
  readonly recipe: DatabaseRecipe;
  readonly base: Base | undefined;
}

/** The bases of both sides: one and the same, or one of each where the project file says of each how it is made. */
export async function basesOf(
  project: Project,
  making: BaseMaking & { readonly bases: BaseKeeper },
): Promise<Readonly<Record<Side, SideBase>>> {
  const attached = attachedSides(project);
  const baseFor = async (owner: Side | "both", own: Project, isNeeded: boolean): Promise<SideBase> => {
    const recipe = await readDatabaseRecipe(own, making.ports);
    if (!isNeeded) return { recipe, base: undefined };
    const key = await baseKey(own, recipe, making);
    return { recipe, base: await making.bases.baseOf(owner, key, () => makeFilledBase(own, recipe, making)) };
  };
  if (project.databases === undefined) {
    const both = await baseFor("both", project, attached.length < SIDES.length);
    return { python: both, rust: both };
  }
  const own = (side: Side): Promise<SideBase> =>
    baseFor(side, withOwnDatabase(project, side), !attached.includes(side));
  // One after the other: what makes a base may use all cores.
  return { python: await own("python"), rust: await own("rust") };
}

/** What of the rows that the two servers write can be held against each other. */
export interface CommonTables {
  /** Why none can, as a clause. */
  readonly whyNone?: string;
  readonly tables: ReadonlySet<string>;
}

/** Undefined where both databases are of one making, so that all can. */
export async function commonTables(
  project: Project,
  sideOf: (side: Side) => Pick<PreparedSide, "schema">,
): Promise<CommonTables | undefined> {
  if (project.databases === undefined) return undefined;
  const [python, rust] = SIDES.map((side) => databaseOf(project, side).engine);
  if (python !== rust) return { whyNone: `Python's is ${python}, Rust's is ${rust}`, tables: new Set() };
  const [left, right] = await Promise.all(SIDES.map((side) => sideOf(side).schema()));
  const whyNone = left && right ? whySchemasDiffer(left, right) : "nothing is known of one of them";
  if (whyNone !== undefined) return { whyNone, tables: new Set() };
  return { tables: new Set(left?.tables.map(({ name }) => name)) };
}
