/** What the system lets us learn about processes; handed in, so that tests can do without. */
export interface SystemAbilities {
  /** Which files a process has open: from /proc (proc(5)), from lsof(8), or not at all. */
  readonly openFiles: "proc" | "lsof" | "none";
}

/** What this system has. Where lsof is not installed, asking it tells nothing. */
export function systemAbilities(platform: NodeJS.Platform = process.platform): SystemAbilities {
  if (platform === "linux") return { openFiles: "proc" };
  return { openFiles: platform === "win32" ? "none" : "lsof" };
}
