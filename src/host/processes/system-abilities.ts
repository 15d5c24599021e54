/** What the system lets us do with processes; handed in, so that tests can do without. */
export interface SystemAbilities {
  /** Which files a process has open: from /proc (proc(5)), from lsof(8), or not at all. */
  readonly openFiles: "proc" | "lsof" | "none";
  /** It may have network namespaces; whether we can make one is found out by trying. */
  readonly hasNamespaces: boolean;
}

/** What this system has. Where lsof is not installed, asking it tells nothing. */
export function systemAbilities(platform: NodeJS.Platform = process.platform): SystemAbilities {
  if (platform === "linux") return { openFiles: "proc", hasNamespaces: true };
  return { openFiles: platform === "win32" ? "none" : "lsof", hasNamespaces: false };
}
