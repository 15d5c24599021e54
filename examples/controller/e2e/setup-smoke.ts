import assert from "node:assert/strict";
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { type Check, eventually, runChecks, withFolder } from "./checks.ts";
import { Installation, type Profile, type Started } from "./installation.ts";
import { processesOf } from "./processes.ts";
import { withOtherPage } from "./other-bundle.ts";
import { checkLaunchdDefinition, checkSystemdDefinitions } from "./service-definitions.ts";

/** `node e2e/setup-smoke.ts legacy|rust`: the conditions of docs/SETUP-GATE.md, on an installation of its own. */
const example = dirname(import.meta.dirname);
const bundle = join(example, "dist", "test-bundle");
const profile: Profile = process.argv[2] === "rust" ? "rust" : "legacy";
const USER = { username: "ada", display_name: "Ada Lovelace ⚓", password: "first-of-them-all" };

await withFolder(async (folder) => {
  const installation = await Installation.in(folder, bundle);
  const checks = [...firstSetup(installation), ...laterLife(installation, folder)];
  try {
    requireSameConditions(checks);
    await runChecks(checks);
  } finally {
    if (existsSync(installation.prefix)) await installation.start("uninstall", ["--with-data"]).ended;
  }
});

function firstSetup(installation: Installation): readonly Check[] {
  let setup: Started;
  let page: URL;
  return [
    {
      condition: "One command starts the setup; it installs, starts the services and prints the address of a page.",
      run: async () => {
        setup = installation.start("setup", installation.choices(profile));
        page = await printedAddress(setup);
        const answer = await fetch(page);
        assert.equal(answer.status, 200);
        assert.match(await answer.text(), /<title>Set up the controller<\/title>/);
        assert.deepEqual(await progress(page), {
          healthy: true,
          has_user: false,
          dashboard: `${installation.url}/`,
        });
      },
    },
    {
      condition: "Only the one who sees the printed address can use the page, and only on this machine.",
      run: async () => {
        assert.equal(await statusWithHost(page, "evil.example"), 403);
        assert.equal(await statusWithHost(page, page.host), 200);
        assert.equal((await fetch(new URL("/", page))).status, 403);
        assert.equal((await fetch(new URL("/?key=guessed", page))).status, 403);
        assert.equal(
          (await fetch(new URL("/setup/user", page), { method: "POST", body: JSON.stringify(USER) })).status,
          403,
        );
        const sockets = readFileSync("/proc/net/tcp", "utf8");
        const port = Number(page.port).toString(16).toUpperCase().padStart(4, "0");
        assert.match(sockets, new RegExp(` 0100007F:${port} `));
        assert.doesNotMatch(sockets, new RegExp(` 00000000:${port} `));
      },
    },
    {
      condition: "A first user who cannot be taken is refused with a sentence, and the page goes on.",
      run: async () => {
        const refused = await addUser(page, { ...USER, password: "short" });
        assert.deepEqual(
          [refused.status, await refused.json()],
          [422, { detail: "The password needs at least 8 characters." }],
        );
        const nameless = await addUser(page, { ...USER, username: " " });
        assert.deepEqual([nameless.status, await nameless.json()], [422, { detail: "The username is missing." }]);
        assert.equal((await progress(page)).has_user, false);
      },
    },
    {
      condition:
        "Nothing is typed in a terminal after that: the page makes the first user, and the setup ends by itself.",
      run: async () => {
        const added = await addUser(page, USER);
        assert.deepEqual([added.status, await added.json()], [201, { dashboard: `${installation.url}/` }]);
        assert.equal((await setup.ended).code, 0);
      },
    },
    {
      condition: "There is one first user; a second setup makes no other.",
      run: async () => {
        const second = installation.start("setup", installation.choices(profile));
        try {
          const again = await printedAddress(second);
          assert.equal((await progress(again)).has_user, true);
          const refused = await addUser(again, { ...USER, username: "eve" });
          assert.deepEqual(
            [refused.status, await refused.json()],
            [422, { detail: "There is a user already; log in with that one." }],
          );
        } finally {
          second.child.kill();
          await second.ended;
        }
      },
    },
    {
      condition: "The services are healthy after the setup, and the first user can log in.",
      run: async () => {
        const status = await installation.status();
        assert.deepEqual([status.healthy, status.live.profile], [true, profile]);
        assert.ok(status.units.every(({ kept }) => kept));
        assert.deepEqual(await meOf(installation, await logIn(installation)), {
          display_name: USER.display_name,
          capabilities: ["view", "control", "admin"],
        });
      },
    },
    {
      condition: "The dashboard's page is served at the root of the same address as the interface.",
      run: async () => {
        const answer = await fetch(installation.url);
        assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
        const script = /src="(\/assets\/[^"]+\.js)"/.exec(await answer.text())?.[1];
        assert.ok(script !== undefined, "The page names its script.");
        assert.equal((await fetch(installation.url + script)).status, 200);
      },
    },
  ];
}

function laterLife(installation: Installation, folder: string): readonly Check[] {
  let token = "";
  let first = "";
  return [
    {
      condition:
        "The services are defined for systemd and for launchd, start at boot, and run as a user without rights.",
      run: async () => {
        const { units } = await installation.status();
        const services = join(installation.prefix, "services");
        checkSystemdDefinitions(
          join(services, "systemd"),
          units.map(({ name }) => name),
          profile,
        );
        for (const { name } of units) {
          checkLaunchdDefinition(join(services, "launchd", `org.example.${name}.plist`), profile);
        }
        assert.equal(statSync(join(installation.prefix, "data")).mode & 0o077, 0);
      },
    },
    {
      condition: "A service that dies is started again.",
      run: async () => {
        for (const { group } of (await installation.status()).units) {
          const victim = processesOf(group ?? 0).find(({ pid }) => pid !== group);
          assert.ok(victim !== undefined);
          process.kill(victim.pid, "SIGKILL");
          await eventually("The service lives again", () =>
            processesOf(group ?? 0).some(({ pid }) => pid !== group && pid !== victim.pid),
          );
        }
        // The Python server takes seconds to start where the machine is busy.
        await eventually(
          "The services are healthy again",
          async () => (await isHealthy(installation)) || undefined,
          60,
        );
      },
    },
    {
      condition: "A port that another program uses is refused with a sentence, and nothing is left of the attempt.",
      run: async () => {
        const other = await Installation.in(join(folder, "other"), bundle);
        const foreign = createServer().listen(other.port, "127.0.0.1");
        await once(foreign, "listening");
        const refused = await other.refusal("install", other.choices(profile));
        foreign.close();
        assert.match(
          refused,
          new RegExp(`^Port ${other.port} is in use by a program that is not this installation's; `),
        );
        assert.ok(!existsSync(other.prefix));
      },
    },
    {
      condition: "A bundle that was damaged is refused with a sentence, and nothing is left of the attempt.",
      run: async () => {
        const damaged = join(folder, "damaged");
        cpSync(bundle, damaged, { recursive: true });
        appendFileSync(join(damaged, "dashboard", "index.html"), "<script>alert(1)</script>");
        const other = await Installation.in(join(folder, "other"), bundle);
        const refused = await other.refusal("install", other.choices(profile, damaged));
        assert.match(refused, /index\.html is not the file that the bundle was made with; /);
        assert.ok(!existsSync(other.prefix));
      },
    },
    {
      condition: "An upgrade keeps users and sessions.",
      run: async () => {
        token = await logIn(installation);
        first = (await installation.status()).live.release;
        const newer = withOtherPage(bundle, join(folder, "newer"));
        await installation.control("install", installation.choices(profile, newer));
        const { live, healthy } = await installation.status();
        assert.deepEqual([live.release === first, live.profile, healthy], [false, profile, true]);
        assert.match(await (await fetch(installation.url)).text(), /A newer page/);
        assert.equal(await nameOf(installation, token), USER.display_name);
      },
    },
    {
      condition: "A rollback after an upgrade keeps users and sessions.",
      run: async () => {
        await installation.control("rollback");
        const { live, healthy } = await installation.status();
        assert.deepEqual([live.release, live.profile, healthy], [first, profile, true]);
        assert.doesNotMatch(await (await fetch(installation.url)).text(), /A newer page/);
        assert.equal(await nameOf(installation, token), USER.display_name);
      },
    },
    {
      condition: "An uninstall that keeps the data leaves nothing else, and a later installation takes it up.",
      run: async () => {
        await installation.control("uninstall");
        assert.deepEqual(readdirSync(installation.prefix), ["data"]);
        await installation.control("install", installation.choices(profile));
        assert.equal(await nameOf(installation, token), USER.display_name);
      },
    },
    {
      condition: "A clean uninstall leaves no file, no process and no port in use.",
      run: async () => {
        const groups = (await installation.status()).units.map(({ group }) => group ?? 0);
        assert.ok(groups.every((group) => processesOf(group).length === 2));
        await installation.control("uninstall", ["--with-data"]);
        assert.ok(!existsSync(installation.prefix));
        assert.deepEqual(groups.flatMap(processesOf), []);
        for (const port of [installation.port, installation.corePort]) {
          const server = createServer().listen(port, "127.0.0.1");
          await once(server, "listening");
          server.close();
        }
      },
    },
  ];
}

/** The document and the checks name the same conditions, in any order. */
function requireSameConditions(checks: readonly Check[]): void {
  const document = readFileSync(join(example, "docs", "SETUP-GATE.md"), "utf8");
  const conditions = [...document.matchAll(/^- (.+)$/gm)].map(([, condition]) => condition);
  assert.deepEqual(new Set(checks.map(({ condition }) => condition)), new Set(conditions));
}

async function printedAddress(setup: Started): Promise<URL> {
  const look = () => {
    if (setup.child.exitCode !== null) throw new Error(`The setup ended: ${setup.stderr}`);
    const address = /http:\S+/.exec(setup.stdout)?.[0];
    return address === undefined ? undefined : new URL(address);
  };
  // It installs before.
  return eventually("The setup prints its address", look, 60);
}

async function progress(page: URL): Promise<{ readonly has_user: boolean }> {
  const answer = await fetch(new URL(`/setup/progress${page.search}`, page));
  return (await answer.json()) as { readonly has_user: boolean };
}

async function addUser(page: URL, user: typeof USER): Promise<Response> {
  return fetch(new URL(`/setup/user${page.search}`, page), { method: "POST", body: JSON.stringify(user) });
}

/** As a page of another site would ask whose name was made to lead here. */
async function statusWithHost(page: URL, host: string): Promise<number | undefined> {
  const sent = request(page, { headers: { Host: host } }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

async function isHealthy({ url }: Installation): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function logIn({ url }: Installation): Promise<string> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username: USER.username, password: USER.password }),
  });
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { readonly token: string }).token;
}

async function nameOf(installation: Installation, token: string): Promise<string> {
  return (await meOf(installation, token)).display_name;
}

async function meOf({ url }: Installation, token: string) {
  const answer = await fetch(`${url}/api/auth/me`, { headers: { Authorization: `Bearer ${token}` } });
  const { display_name, capabilities } = (await answer.json()) as {
    readonly display_name: string;
    readonly capabilities: readonly string[];
  };
  return { display_name, capabilities };
}
