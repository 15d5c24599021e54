import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Profile } from "./installation.ts";

/** The keys of launchd.plist(5) that a daemon may have, as far as we would ever use them. */
const LAUNCHD_KEYS = new Map([
  ["Label", "str"],
  ["UserName", "str"],
  ["ProgramArguments", "list"],
  ["EnvironmentVariables", "dict"],
  ["WorkingDirectory", "str"],
  ["RunAtLoad", "bool"],
  ["KeepAlive", "bool"],
  ["ExitTimeOut", "int"],
  ["ThrottleInterval", "int"],
  ["StandardOutPath", "str"],
  ["StandardErrorPath", "str"],
]);

/** There is one unit for each service, it starts at boot as `controller`, and systemd has nothing to say about it. */
export function checkSystemdDefinitions(folder: string, names: readonly string[], profile: Profile): void {
  assert.deepEqual(readdirSync(folder).sort(), names.map((name) => `${name}.service`).sort());
  const files = names.map((name) => join(folder, `${name}.service`));
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    assert.match(text, /^User=controller$/m);
    assert.match(text, /^WantedBy=multi-user\.target$/m);
    assert.match(text, /^NoNewPrivileges=true$/m);
    checkNames(text, profile);
  }
  const { status, stderr, error } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
    encoding: "utf8",
  });
  if (error !== undefined)
    throw new Error("systemd-analyze is needed: get it from your system's packages (Debian: systemd).");
  assert.deepEqual([status, stderr], [0, ""]);
}

/** Read by Python's plistlib: the file parses, and has known keys of the right types, those that matter among them. */
export function checkLaunchdDefinition(file: string, profile: Profile): void {
  const script = [
    "import json, plistlib, sys",
    "definition = plistlib.load(open(sys.argv[1], 'rb'))",
    "print(json.dumps([definition, {key: type(value).__name__ for key, value in definition.items()}]))",
  ].join("\n");
  const { stdout, stderr } = spawnSync("python3", ["-c", script, file], { encoding: "utf8" });
  assert.equal(stderr, "");
  const [definition, types] = JSON.parse(stdout) as [
    Readonly<Record<string, unknown>>,
    Readonly<Record<string, string>>,
  ];
  for (const [key, type] of Object.entries(types)) assert.equal(LAUNCHD_KEYS.get(key), type, key);
  assert.deepEqual(
    [definition["UserName"], definition["RunAtLoad"], definition["KeepAlive"]],
    ["controller", true, true],
  );
  checkNames(JSON.stringify(definition), profile);
}

/** Where Rust serves, nothing in a definition leads to Node or Python. */
function checkNames(text: string, profile: Profile): void {
  if (profile === "rust") assert.doesNotMatch(text, /python|node|npm/i);
}
