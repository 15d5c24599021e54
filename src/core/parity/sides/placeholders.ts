import { UserError } from "#core/model/user-error.ts";
import type { Database } from "#core/ports.ts";

/** What stands for `${port}`, `${database}`, `${database.url}` … in the project file, by name. */
export type Placeholders = Readonly<Record<string, string>>;

/**
 * The values for a server that listens on this port, uses this database and has beside it what gives `others`; parts that the
 * engine does not have are absent.
 */
export function placeholdersFor(
  port: string,
  { location, address }: Pick<Database, "location" | "address">,
  others: readonly Placeholders[] = [],
): Placeholders {
  const { url, server } = address;
  const parts = server && {
    "database.host": server.host,
    "database.port": String(server.port),
    "database.user": server.user,
    "database.password": server.password,
  };
  return Object.assign({ port, ...(url !== "" && { database: location, "database.url": url }), ...parts }, ...others);
}

/** `("serve --port ${port}", { port: "8000", … })` → `serve --port 8000`. Anything else with a dollar is left to the shell. */
export function fillIn(text: string, values: Placeholders): string {
  return text.replaceAll(PLACEHOLDER, (written, name: string) => {
    const value = values[name];
    if (value !== undefined) return value;
    throw new UserError(`${written} in portolan.yaml stands for nothing${whyNothing(name)}`);
  });
}

function whyNothing(name: string): string {
  if (name.startsWith("database")) {
    return ": the engine of `database` has no such part. Take it out, or correct `database.engine`.";
  }
  return " here: a service gets what stands before it in `services`, and one that both sides share gets nothing of a side's.";
}

/** Each value filled in. */
export function fillInEach(
  environment: Readonly<Record<string, string>>,
  values: Placeholders,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fillIn(text, values)]));
}

/** Whether a text has something to fill in. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0;
}

const PLACEHOLDER =
  /\$\{(port|data|folder|number|prefix|(?:service|stub):[\w-]+\.\w+|database(?:\.(?:url|host|port|user|password))?)\}/g;
