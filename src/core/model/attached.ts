import { type Side, SIDES } from "./endpoint.ts";

/** A server that somebody else runs, and that stays as it is. */
export interface AttachedServer {
  /** Scheme, host and port, without a path: `http://127.0.0.1:8000`. */
  readonly origin: string;
  /** A shell command that puts its data back; without it nothing is sent that may write. */
  readonly reset?: string;
}

/** As much of a project as says so. */
interface Attaching {
  readonly servers: Readonly<Record<Side, { readonly attach?: AttachedServer }>>;
}

/** The sides whose servers somebody else runs. */
export function attachedSides({ servers }: Attaching): readonly Side[] {
  return SIDES.filter((side) => servers[side].attach !== undefined);
}

/** An attached server that nothing may be sent to that writes. */
export function isReadOnly({ servers }: Attaching): boolean {
  return SIDES.some((side) => servers[side].attach !== undefined && servers[side].attach?.reset === undefined);
}

/** The hosts of attached servers that are not this machine, each once. */
export function foreignHosts({ servers }: Attaching): readonly string[] {
  const hosts = SIDES.flatMap((side) => {
    const { attach } = servers[side];
    const host = attach && URL.parse(attach.origin)?.hostname;
    return host === undefined || isLoopback(host) ? [] : [host];
  });
  return [...new Set(hosts)];
}

/** Whether `http://127.0.0.1:8000` and the like is on this machine. */
export function isLoopbackOrigin(origin: string): boolean {
  return isLoopback(URL.parse(origin)?.hostname ?? "");
}

/** By its name alone: what a name is resolved to is the system's. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
