import type { ServerSettings } from "#core/model/project.ts";
import type { EnvironmentFiles, Files } from "#core/ports.ts";
import { withoutUnreadable } from "#core/project/without-unreadable.ts";

/** A setting of a server: what it is called, and where it stands. Its value may be a secret. */
export interface NamedSetting {
  readonly name: string;
  readonly value: string;
  /** `servers.python.environment`, or the file. */
  readonly from: string;
}

/** The settings of a server that we can see: its `environment`, and the files `.env…` in its folder and beside the project file. */
export async function settingsOf(
  key: string,
  { folder, environment }: ServerSettings,
  environmentFiles: EnvironmentFiles,
): Promise<readonly NamedSetting[]> {
  const files = new Set([...ENVIRONMENT_FILES, ...ENVIRONMENT_FILES.map((name) => `${folder}/${name}`)]);
  const set = await Promise.all([...files].map(async (file) => named((await environmentFiles.read(file)) ?? {}, file)));
  return [...named(environment, `${key}.environment`), ...set.flat()];
}

function named(variables: Readonly<Record<string, string>>, from: string): readonly NamedSetting[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value, from }));
}

/** Usual names of files from which servers, or the libraries that they use, take settings by themselves. */
const ENVIRONMENT_FILES = [".env", ".env.local", ".env.development", ".env.dev", ".env.test", ".env.example"];

/**
 * Where a server may take its database from, for a sentence: `DATABASE_PATH (core-server/.env)`. Settings that are given
 * already with `${database}` or a part of it are left out; names that the sources ask the environment for are among them. No values.
 */
export async function whereDatabaseIsNamed(
  settings: readonly NamedSetting[],
  { folder }: ServerSettings,
  files: Files,
): Promise<readonly string[]> {
  const handedOver = new Set(settings.filter(({ value }) => value.includes("${database")).map(({ name }) => name));
  const readable = withoutUnreadable(files);
  const sources = await readable.list(folder, [".py", ".rs"]);
  const asked = await Promise.all(sources.map(async (file) => namesAskedFor((await readable.read(file)) ?? "", file)));
  const fromByName = new Map<string, string>();
  for (const { name, value, from } of [...settings, ...asked.flat()]) {
    const isLikely = DATABASE_NAME.test(name) || DATABASE_VALUE.test(value);
    if (isLikely && !handedOver.has(name) && !fromByName.has(name)) fromByName.set(name, from);
  }
  return [...fromByName].map(([name, from]) => `${name} (${from})`);
}

const DATABASE_NAME = /(?:^|_)(?:DATABASE|DB|PG\w*|POSTGRES\w*|SQLITE|SQLALCHEMY|DSN)(?:_|$)/i;
const DATABASE_VALUE = /^(?:sqlite|postgres)|\.(?:db3?|sqlite3?)(?:$|\?)/i;

/** `os.environ.get("DB_PATH")`, `os.getenv("DB_PATH")`, `env::var("DB_PATH")` → `DB_PATH` */
function namesAskedFor(text: string, from: string): readonly NamedSetting[] {
  const asked = text.matchAll(/(?:environ(?:\.get)?|getenv|env::var(?:_os)?)\s*[([]\s*["']([A-Za-z_]\w*)["']/g);
  return [...asked].map(([, name = ""]) => ({ name, value: "", from }));
}
