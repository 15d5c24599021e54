import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { chooseHost, holdsDownload } from "../../scripts/vscode/choose.ts";

interface Machine {
  readonly setting?: string;
  readonly cached?: true;
  readonly answers?: true;
}

/** The host that is chosen, and what had to be asked for it. */
async function checkChoice({ setting, cached, answers }: Machine): Promise<string> {
  const asked: string[] = [];
  const host = await chooseHost({
    setting,
    isDesktopCached: () => {
      asked.push("cache");
      return cached === true;
    },
    answersWithinMs: async (limitMs) => {
      asked.push(`network for ${limitMs} ms`);
      return answers === true;
    },
  });
  return [host, ...asked].join(" < ");
}

test("a setting wins without a look at the machine", async () => {
  expect(await checkChoice({ setting: "desktop" })).toBe("desktop");
  expect(await checkChoice({ setting: "server", cached: true, answers: true })).toBe("server");
});

test("an unknown setting is refused with what to do", async () => {
  await expect(checkChoice({ setting: "electron" })).rejects.toThrow(
    'PORTOLAN_VSCODE is "electron": set it to desktop or server, or unset it.',
  );
});

test("an empty setting counts as none", async () => {
  expect(await checkChoice({ setting: "" })).toBe("server < cache < network for 10000 ms");
});

test("a download at hand makes it the desktop, without the network", async () => {
  expect(await checkChoice({ cached: true })).toBe("desktop < cache");
});

test("without one, the desktop needs an answering download server", async () => {
  expect(await checkChoice({ answers: true })).toBe("desktop < cache < network for 10000 ms");
  expect(await checkChoice({})).toBe("server < cache < network for 10000 ms");
});

test("a half-finished download is none", () => {
  const cache = mkdtempSync(join(tmpdir(), "portolan-choose-"));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  const download = join(cache, "vscode-linux-x64-1.139.1");

  expect(holdsDownload(join(cache, "absent"))).toBe(false);
  mkdirSync(download);
  expect(holdsDownload(cache)).toBe(false);
  writeFileSync(join(download, "is-complete"), "");
  expect(holdsDownload(cache)).toBe(true);
});
