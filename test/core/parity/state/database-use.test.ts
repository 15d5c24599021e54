import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test, vi } from "vitest";

import type { DatabaseSettings } from "#core/model/project.ts";
import { systemAbilities, type SystemAbilities } from "#host/processes/system-abilities.ts";

import { caseOf } from "../case-of.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText, type Habits, notesProject } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const READ = caseOf("GET", "/notes");
const WRITE = caseOf("POST", "/notes");

interface Circumstances {
  readonly habits: Habits;
  readonly openFiles?: SystemAbilities["openFiles"];
  readonly database?: Partial<DatabaseSettings>;
  readonly before?: (harness: Harness) => Promise<void> | void;
  readonly after?: (harness: Harness) => Promise<void> | void;
}

/** How a run over a case that writes and one that reads ends. */
async function checkUse({ habits, openFiles, database, before, after }: Circumstances): Promise<string> {
  await using harness = await createHarness({}, { ...systemAbilities(), ...(openFiles && { openFiles }) });
  const project = await notesProject(harness, habits, database);
  await before?.(harness);
  const text = endText(await harness.run({ cases: [WRITE, READ], project }));
  expect(harness.errors).toEqual([]);
  await after?.(harness);
  return text;
}

/** A developer's own database in the Rust server's folder, which must have one note for ever. */
const ownDatabase = {
  before: ({ root }: Harness) => {
    const database = new DatabaseSync(join(root, "rust/dev.db"));
    database.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE sessions (token, at, used)");
    database.exec("INSERT INTO notes (text) VALUES ('mine')");
    database.close();
  },
  after: ({ root }: Harness) => {
    const database = new DatabaseSync(join(root, "rust/dev.db"), { readOnly: true });
    expect(database.prepare("SELECT text FROM notes").all()).toEqual([{ text: "mine" }]);
    database.close();
  },
};

const ALL_ABILITIES = ["proc", "lsof", "none"] as const;

test.each(ALL_ABILITIES)("servers that use our database run, whatever the system tells: %s", async (openFiles) => {
  const habits = { rust: { CONNECTION: "short" } };
  expect(await checkUse({ habits, openFiles })).toBe("completed, 2 match, 0 differ, 0 failed");
});

test.each(["proc", "none"] as const)(
  "a server that never opens our database is not written to: %s",
  async (openFiles) => {
    const habits = { rust: { DATABASE: "none" } };
    expect(await checkUse({ habits, openFiles })).toMatchInlineSnapshot(
      `"failed, 0 match, 0 differ, 0 failed: The run was stopped before anything was written: the Rust server was not seen to use the database that Portolan made for it, so that it may use another one. In portolan.yaml, hand Portolan's database over as \${database} in \`start\` or \`environment\` of servers.rust. Of its settings these look like the database's: DATABASE (servers.rust.environment). If the server need not be seen to use it, say why in \`database: { use_not_checked: REASON }\`."`,
    );
  },
);

test("the project may say why a server need not be seen to use it", async () => {
  const habits = { python: { DATABASE: "none" }, rust: { DATABASE: "none" } };
  const database = { useNotChecked: "It has none.", effectsNotCompared: "It has none." };
  expect(await checkUse({ habits, database })).toBe("completed, 2 match, 0 differ, 0 failed");
});

test.each(["proc", "lsof"] as const)(
  "a server that has another database open is stopped before a case: %s",
  async (openFiles) => {
    const habits = { rust: { NOTES_DATABASE: "dev.db" } };
    expect(await checkUse({ habits, openFiles, ...ownDatabase })).toMatchInlineSnapshot(
      `"failed, 0 match, 0 differ, 0 failed: The run was stopped: the Rust server has rust/dev.db open, which is not Portolan's database. In portolan.yaml, hand Portolan's database over as \${database} in \`start\` or \`environment\` of servers.rust. If the server needs that file besides its database, name it with a reason in \`database: { also_written: { FILE: REASON } }\`."`,
    );
  },
);

test("where the system does not tell, and nothing was written yet, there is no evidence for ours", async () => {
  const before = async (harness: Harness): Promise<void> => {
    ownDatabase.before(harness);
    await writeFile(join(harness.root, "rust/.env"), "# mine\nexport NOTES_DATABASE='dev.db'\n");
    await writeFile(join(harness.root, "rust/settings.py"), 'x = os.environ["SQLITE_FILE"]');
  };
  const habits = { rust: { NOTES_DATABASE: "dev.db" } };
  expect(await checkUse({ habits, openFiles: "none", ...ownDatabase, before })).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: The run was stopped before anything was written: the Rust server was not seen to use the database that Portolan made for it, so that it may use another one. In portolan.yaml, hand Portolan's database over as \${database} in \`start\` or \`environment\` of servers.rust. Of its settings these look like the database's: NOTES_DATABASE (servers.rust.environment), SQLITE_FILE (rust/settings.py). If the server need not be seen to use it, say why in \`database: { use_not_checked: REASON }\`."`,
  );
});

test.each(["proc", "none"] as const)(
  "a start or a login that writes into another database stops the run: %s",
  async (openFiles) => {
    const habits = { rust: { NOTES_DATABASE: "dev.db", CONNECTION: "short", SESSIONS: "rows" } };
    expect(await checkUse({ habits, openFiles, ...ownDatabase })).toMatchInlineSnapshot(
      `"failed, 0 match, 0 differ, 0 failed: The run was stopped: rust/dev.db was written to after the servers were started, and is not Portolan's. If a server did it, hand Portolan's database over as \${database} in \`start\` or \`environment\` of that server in portolan.yaml. If it was another program, end it and run again. If the server needs that file besides its database, name it with a reason in \`database: { also_written: { FILE: REASON } }\`."`,
    );
  },
);

test("a database that a server makes at its start stops the run", async () => {
  const habits = { rust: { NOTES_DATABASE: "made.db", MIGRATE: "own", CONNECTION: "short" } };
  expect(await checkUse({ habits })).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: The run was stopped: rust/made.db was written to after the servers were started, and is not Portolan's. If a server did it, hand Portolan's database over as \${database} in \`start\` or \`environment\` of that server in portolan.yaml. If it was another program, end it and run again. If the server needs that file besides its database, name it with a reason in \`database: { also_written: { FILE: REASON } }\`."`,
  );
});

test("a database that a setting names is watched where it lies elsewhere", async () => {
  const habits = { rust: { NOTES_DATABASE: "../elsewhere.sqlite", MIGRATE: "own", CONNECTION: "short" } };
  expect(await checkUse({ habits, openFiles: "none" })).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: The run was stopped: elsewhere.sqlite was written to after the servers were started, and is not Portolan's. If a server did it, hand Portolan's database over as \${database} in \`start\` or \`environment\` of that server in portolan.yaml. If it was another program, end it and run again. If the server needs that file besides its database, name it with a reason in \`database: { also_written: { FILE: REASON } }\`."`,
  );
});

test("a second database is left alone where the project names it with a reason", async () => {
  const habits = { rust: { CACHE: "cache.db" } };
  expect(await checkUse({ habits })).toContain("rust/cache.db was written to");
  const database = { alsoWritten: ["rust/cache.db"] };
  expect(await checkUse({ habits, database })).toBe("completed, 2 match, 0 differ, 0 failed");
});

test("nothing of a stopped run is left, and no file of the project was made", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness, { rust: { DATABASE: "none" } });
  await harness.run({ cases: [WRITE], project });
  expect(await harness.leftovers()).toEqual([]);
  await expect(access(join(harness.root, "rust/notes.db"))).rejects.toThrow("ENOENT");
  expect(await readFile(join(harness.root, "seed.sql"), "utf8")).toContain("north");
});
