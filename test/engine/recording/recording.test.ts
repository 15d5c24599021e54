import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { driftProject, example, portolan, startPortolan } from "../example.ts";

/** A project file beside the example's own, with a folder of recordings and one of cases that nobody else uses. */
function recordingProject(engine: "sqlite" | "postgresql") {
  const name = `recording-${engine}`;
  const file = join(example, `portolan.${name}.yaml`);
  const cases = `.portolan/${name}-cases`;
  const recorded = `.portolan/${name}`;
  const text = readFileSync(join(example, driftProject()), "utf8");
  const settings = text
    .replace(/^ {2}engine: sqlite$/m, `  engine: ${engine}`)
    .replace("cases: cases", `cases: ${cases}`);
  writeFileSync(file, settings);
  const remove = (): void => {
    for (const path of [file, join(example, cases), join(example, recorded)])
      rmSync(path, { recursive: true, force: true });
  };
  for (const folder of [cases, recorded]) rmSync(join(example, folder), { recursive: true, force: true });
  onTestFinished(remove);
  return { file, recorded, cases: join(example, cases) };
}

/** Starts `portolan serve --record` and gives its address. */
async function startServing(file: string, folder: string) {
  const serving = startPortolan(example, ["serve", "--record", folder, "--project", file]);
  await serving.stdoutMatches(/answers at/);
  const address = /http:[^;]+/.exec(serving.output().stdout)?.[0] ?? "";
  return { serving, address };
}

async function send(
  url: string,
  method: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const content: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
  const member = (name: string): string => String(Reflect.get(Object(content), name));
  return { status: answer.status, member };
}

test.each(["sqlite", "postgresql"] as const)(
  "what is sent to a Python server that is served on %s is recorded without a secret, and can be replayed",
  async (engine) => {
    const { file, recorded, cases } = recordingProject(engine);
    const { serving, address } = await startServing(file, recorded);
    const login = { username: "admin", password: "harbour-master" };
    const token = (await send(`${address}/api/auth/login`, "POST", login)).member("token");
    const headers = { authorization: `Bearer ${token}` };
    const listed = await send(`${address}/api/nodes?limit=2`, "GET", undefined, headers);
    const added = await send(
      `${address}/api/nodes`,
      "POST",
      { name: "recorded-pier", config: { a: [1, null] } },
      headers,
    );
    const node = `${address}/api/nodes/${added.member("id")}`;
    const changed = await send(node, "PUT", { name: "recorded-pier", status: "online" }, headers);
    const removed = await send(node, "DELETE", undefined, headers);
    const missing = await send(node, "GET", undefined, headers);
    const user = { username: "deckhand", display_name: "Deckhand", password: "barnacle-9x", capabilities: ["view"] };
    const hired = await send(`${address}/api/users`, "POST", user, headers);
    const all = [listed, added, changed, removed, missing, hired];
    expect(all.map(({ status }) => status)).toEqual([200, 201, 200, 204, 404, 201]);
    serving.child.kill("SIGINT");
    expect(await serving.ended).toBe(0);
    expect(serving.survivors()).toEqual([]);

    const text = readFileSync(join(example, recorded, "recording.yaml"), "utf8");
    expect(readFileSync(join(example, recorded, ".gitignore"), "utf8")).toBe("*\n");
    expect(text).not.toContain(token);
    expect(text).not.toContain("harbour-master");
    expect(text).not.toContain("barnacle-9x");
    expect(text).toContain('"password":"${secret:RECORDED_PASSWORD}"');
    expect(text).not.toContain(added.member("id"));
    expect(text).toContain("as: admin");

    const accepted = await portolan(example, ["cases", "accept", `${recorded}/recording.yaml`, "--project", file]);
    expect([accepted.code, accepted.stderr]).toEqual([0, ""]);
    expect(readdirSync(cases)).toEqual(["recording.yaml"]);
    expect(existsSync(join(example, recorded, "recording.yaml"))).toBe(false);

    const args = [
      "check",
      "--no-save",
      "--project",
      file,
      "POST /api/nodes",
      "PUT /api/nodes/{node_id}",
      "POST /api/users",
    ];
    const without = await portolan(example, args);
    expect([without.code, without.stdout]).toEqual([
      2,
      expect.stringContaining(
        "A case file asks for ${secret:RECORDED_PASSWORD}, and the environment that Portolan was started in has no RECORDED_PASSWORD. Set it there: RECORDED_PASSWORD=… portolan check.",
      ),
    ]);
    const secret = { RECORDED_PASSWORD: "barnacle-9x" };
    const check = await portolan(example, args, secret);
    expect([check.code, check.stdout]).toEqual([0, expect.stringContaining("3 endpoints: 3 verified")]);
    expect(check.stdout + check.stderr).not.toContain("barnacle-9x");
    const drifting = await portolan(example, args, { ...secret, CORE_DRIFTS: "config-unsaved" });
    expect([drifting.code, drifting.stdout]).toEqual([1, expect.stringContaining("recording")]);
  },
  // Six commands, each with servers of its own, on a machine that is busy with others.
  600_000,
);
