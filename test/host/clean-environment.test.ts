import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

import { callerVariables, cleanEnvironment } from "#host/processes/clean-environment.ts";

/** What is passed and what is withheld of these variables, with a home that has these folders. */
async function checkEnvironment(
  caller: Record<string, string>,
  given: { readonly homeHas?: readonly string[] } = {},
): Promise<string> {
  const realHome = await mkdtemp(join(tmpdir(), "portolan-test-"));
  onTestFinished(() => rm(realHome, { recursive: true }));
  for (const folder of given.homeHas ?? []) await mkdir(join(realHome, folder), { recursive: true });
  const { environment, withheld } = cleanEnvironment({ caller, realHome });
  const passed = Object.entries(environment).map(([name, value]) => `${name}=${value.replace(realHome, "~")}`);
  return `${passed.toSorted().join(" ")} | withheld: ${withheld.toSorted().join(" ")}`;
}

test("programs, language and time are passed, everything else is not", async () => {
  const caller = {
    PATH: "/bin",
    LANG: "de_DE.UTF-8",
    LC_ALL: "C",
    TZ: "UTC",
    HOME: "/home/ada",
    UV_PUBLISH_TOKEN: "t",
  };
  expect(await checkEnvironment(caller)).toMatchInlineSnapshot(
    `"LANG=de_DE.UTF-8 LC_ALL=C PATH=/bin TZ=UTC | withheld: HOME UV_PUBLISH_TOKEN"`,
  );
});

test("toolchains are found below the real home, where the caller does not say where they are", async () => {
  expect(
    await checkEnvironment(
      { CARGO_HOME: "/opt/cargo", CARGO_REGISTRY_TOKEN: "t" },
      { homeHas: [".cargo", ".rustup", ".pyenv", ".cache/uv"] },
    ),
  ).toMatchInlineSnapshot(
    `"CARGO_HOME=/opt/cargo PYENV_ROOT=~/.pyenv RUSTUP_HOME=~/.rustup UV_CACHE_DIR=~/.cache/uv | withheld: CARGO_REGISTRY_TOKEN"`,
  );
});

test("what is asked for by name is passed where it is set, but never what an editor put there for itself", () => {
  const caller = { API_KEY: "k", OTHER_KEY: "o", NODE_OPTIONS: "--inspect" };
  expect(callerVariables(caller, ["API_KEY", "NODE_OPTIONS", "NOT_SET"])).toEqual({ API_KEY: "k" });
});
