import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

import type { Disposable } from "#core/ports.ts";
import type { Browser, Browsers } from "#core/ports/browsers.ts";

import { environmentWith } from "../processes/environment.ts";
import { endGroup } from "../processes/process-group.ts";
import { makeTemporaryFolder } from "../watchdog/temporary-folder.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { createDevtoolsPipe } from "./devtools-pipe.ts";
import { findChromium } from "./find-chromium.ts";
import { visitPage } from "./visit-page.ts";

/** A browser that closes writes its profile first, which is thrown away. */
const GRACE_MS = 500;

/**
 * Browsers that are driven over a pipe, so that no port of ours is open. Each has a process group and a profile of its own,
 * both gone with it or with us. Disposing ends all that are left.
 */
export function createBrowsers(watchdog: Watchdog): Browsers & Disposable {
  const open = new Set<Disposable>();
  return {
    open: async (port) => {
      const file = await findChromium(process.env);
      if (file === undefined) return undefined;
      const browser = await start(file, port, watchdog);
      const whole: Browser = {
        ...browser,
        dispose: async () => {
          open.delete(whole);
          await browser.dispose();
        },
      };
      open.add(whole);
      return whole;
    },
    dispose: async () => {
      await Promise.all([...open].map((each) => each.dispose()));
    },
  };
}

async function start(file: string, port: number, watchdog: Watchdog): Promise<Browser> {
  const profile = await makeTemporaryFolder(watchdog);
  const child = spawn(file, argumentsFor(profile.path, port), {
    cwd: profile.path,
    detached: true,
    env: environmentWith({ HOME: profile.path }),
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const group = child.pid;
  if (group === undefined) {
    // Node tells why by an event that is still to come.
    const [error] = (await once(child, "error")) as [Error];
    await profile.dispose();
    throw error;
  }
  const dispose = async (): Promise<void> => {
    await endGroup(group, GRACE_MS);
    watchdog.releaseGroup(group);
    await profile.dispose();
  };
  try {
    await watchdog.guardGroup(group);
    const [, , , commands, answers] = child.stdio;
    // The two pipes that were asked for above.
    const pipe = createDevtoolsPipe(commands as Writable, answers as Readable);
    const { product } = await pipe.send("Browser.getVersion");
    const origin = `http://127.0.0.1:${port}`;
    return {
      name: String(product).replace("Headless", ""),
      visit: (target, signal) => visitPage(pipe, { origin, target, signal }),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Nothing is reached but the server: all else is sent to a proxy that is not there. */
function argumentsFor(profile: string, port: number): readonly string[] {
  return [
    "--headless=new",
    "--remote-debugging-pipe",
    `--user-data-dir=${profile}`,
    "--proxy-server=http://127.0.0.1:9",
    `--proxy-bypass-list=<-loopback>;127.0.0.1:${port}`,
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    // Chromium's sandbox refuses to start for root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}
