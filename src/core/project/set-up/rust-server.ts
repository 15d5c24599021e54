import type { RustSetUp } from "#core/model/sources/framework-set-up.ts";
import type { Files } from "#core/ports.ts";
import { CHECKS_TOKENS } from "./choose-tokens.ts";
import { engineOf, type FoundServer, libraryIn, placeOf, sqliteSchemeIn } from "./found-server.ts";
import { exampleVariables } from "./example-variables.ts";
import { placeIn } from "./found-variable.ts";
import { at, readToml, type Table } from "./manifest.ts";
import { inFolder } from "#core/text/in-folder.ts";
import { baseName, byDepth, depth, folderOf, isAside, within } from "./paths.ts";
import { rustFlags, rustSubcommand, rustVariables } from "./rust-variables.ts";

/** Crates that ask for one of the frameworks: those that are started, that serve by themselves and that stand nearest to the root first. */
export async function findRustServers(files: Files, frameworks: readonly RustSetUp[]): Promise<readonly FoundServer[]> {
  const manifests = (await files.list(".", ["Cargo.toml"])).filter((file) => baseName(file) === "Cargo.toml");
  const tables = new Map<string, Table>();
  for (const file of manifests) tables.set(folderOf(file), readToml((await files.read(file)) ?? ""));
  const crates = [...tables].filter(([, manifest]) =>
    frameworks.some((framework) => at(manifest, "dependencies", framework.package) !== undefined),
  );
  const servers = await Promise.all(
    crates.map(([folder, manifest]) => rustServer(folder, manifest, { tables, files, frameworks })),
  );
  return servers
    .toSorted((one, other) => one.rank - other.rank || byDepth(one.server.folder, other.server.folder))
    .map(({ server }) => server);
}

async function rustServer(
  folder: string,
  manifest: Table,
  {
    tables,
    files,
    frameworks,
  }: {
    readonly tables: ReadonlyMap<string, Table>;
    readonly files: Files;
    readonly frameworks: readonly RustSetUp[];
  },
): Promise<{ readonly server: FoundServer; readonly rank: number }> {
  const others = foreignCrates(folder, tables);
  const sources = (await files.list(folder, [".rs"])).filter(
    (file) => !isAside(within(file, folder)) && !others.some((other) => file.startsWith(`${other}/`)),
  );
  const texts = await Promise.all(sources.map(async (file) => ({ file, text: (await files.read(file)) ?? "" })));
  const isServing = texts.some(({ text }) => frameworks.some((framework) => framework.serves.test(text)));
  const bins = at(manifest, "bin");
  const hasMain = sources.includes(inFolder(folder, "src/main.rs")) || bins !== undefined || sources.length === 0;
  const name = programOf(manifest, sources.includes(inFolder(folder, "src/main.rs")));
  // The members of a workspace are built into the workspace's own folder.
  const workspace = ancestorsOf(folder).find((each) => at(tables.get(each), "workspace") !== undefined);
  const up = workspace === undefined ? "" : "../".repeat(depth(folder) - depth(workspace));
  const several =
    (Array.isArray(bins) && bins.length > 1) || sources.some((file) => within(file, folder).startsWith("src/bin/"));
  const inProgram = texts.filter(({ file }) => !within(file, folder).startsWith("src/bin/"));
  const port = inProgram.flatMap(({ file, text }) => rustFlags(file, text)).find(({ flag }) => flag === "--port");
  const subcommand = inProgram.map(({ text }) => rustSubcommand(text)).find((each) => each !== undefined);
  const words = [
    `${up}target/debug/${String(name)}`,
    ...(subcommand === undefined ? [] : [subcommand]),
    ...(port ? ["--port ${port}"] : []),
  ];
  const dependencies = JSON.stringify([
    at(manifest, "dependencies"),
    at(tables.get(workspace ?? ""), "workspace", "dependencies"),
  ]);
  const engine = engineOf(dependencies, RUST_DRIVERS);
  const from = inFolder(folder, "Cargo.toml");
  const library = libraryIn(dependencies, RUST_LIBRARIES, from);
  const fixed = port ? undefined : fixedPort(inProgram);
  const migratesAt = placeOf(inProgram, /\bmigrate!\(|\bMigrator::up\(|\brun_pending_migrations\(/);
  const checksTokens = placeOf(inProgram, CHECKS_TOKENS);
  const server: FoundServer = {
    folder,
    from,
    build: several && name !== undefined ? `cargo build --bin ${name}` : "cargo build",
    ...(name !== undefined && {
      start: { line: words.join(" "), from: port?.from ?? from, ...(!port && { needsPortVariable: true as const }) },
    }),
    variables: inProgram.flatMap(({ file, text }) => rustVariables(file, text)),
    examples: await exampleVariables(folder, files),
    ...(engine && { engine }),
    ...(library !== undefined && { library }),
    ...sqliteSchemeIn(inProgram),
    ...(migratesAt !== undefined && { migratesAt }),
    ...(checksTokens !== undefined && { checksTokens }),
    ...(fixed !== undefined && { fixedPort: fixed }),
    notes: [],
  };
  return { server, rank: (hasMain ? 0 : 4) + (isServing ? 0 : 2) + (isAside(`${folder}/x`) ? 8 : 0) };
}

const RUST_DRIVERS = {
  postgresql: /"(?:sqlx-)?postgres"|"tokio-postgres"|"deadpool-postgres"/,
  sqlite: /"(?:sqlx-)?sqlite"|"rusqlite"|"tokio-rusqlite"/,
};

const RUST_LIBRARIES =
  /"(sqlx|diesel|sea-orm|rusqlite|tokio-postgres|deadpool-postgres|libsql|duckdb|mysql_async|mongodb|surrealdb|neo4rs|scylla)"/;

/** The program that `cargo run` would run. */
function programOf(manifest: Table, hasMain: boolean): string | undefined {
  const chosen = at(manifest, "package", "default-run") ?? at(manifest, "bin", "0", "name");
  const own = at(manifest, "package", "name");
  const name =
    hasMain && at(manifest, "bin", "1") !== undefined
      ? (at(manifest, "package", "default-run") ?? own)
      : (chosen ?? own);
  return typeof name === "string" ? name : undefined;
}

/** A sentence where a program binds a port that stands in its source. */
function fixedPort(texts: readonly { readonly file: string; readonly text: string }[]): string | undefined {
  for (const { file, text } of texts) {
    const match = /\bbind\(\s*&?"([\w.:[\]]+:\d{2,5})"/.exec(text);
    if (match) {
      return `${placeIn(file, text, match.index)} binds ${match[1]} whatever it is told: let it take its port from a variable or an option, so that \${port} can be handed over.`;
    }
  }
  return undefined;
}

/** Crates below this one that it does not use, itself or by others: other programs of its workspace. */
function foreignCrates(folder: string, tables: ReadonlyMap<string, Table>): readonly string[] {
  const used = new Set([folder]);
  // A set gives also what is added to it while it is gone through.
  for (const user of used) {
    for (const [other, manifest] of tables) {
      const name = at(manifest, "package", "name");
      if (typeof name === "string" && at(tables.get(user), "dependencies", name) !== undefined) used.add(other);
    }
  }
  return [...tables.keys()].filter((other) => !used.has(other) && (folder === "." || other.startsWith(`${folder}/`)));
}

function ancestorsOf(folder: string): readonly string[] {
  if (folder === ".") return [];
  const parent = folderOf(folder);
  return [parent, ...ancestorsOf(parent)];
}
