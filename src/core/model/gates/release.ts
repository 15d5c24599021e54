import type { EndpointKey } from "../endpoint.ts";

/** A file by its content: what another file of the same hash (SHA-256, in lower case) is as well. */
export interface HashedFile {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly sha256: string;
}

/** A gate as it counts for a release: it passed, or the project file says with a reason why it need not. */
export interface ReleaseGate {
  readonly name: string;
  readonly outcome: "passed" | "waived";
  /** Of one that is waived. */
  readonly reason?: string;
}

/** An endpoint that the release is for. */
export interface ReleaseEndpoint {
  readonly endpoint: EndpointKey;
  /** Rust answers as Python does, in all its cases; or it stays with Python, with a reason. */
  readonly state: "verified" | "kept";
  /** How many cases were sent to both servers; of a verified one. */
  readonly cases?: number;
  readonly reason?: string;
  /** A client calls it. */
  readonly isCalled: boolean;
}

/**
 * What `portolan-release.json` says, version 1: the servers may be switched to exactly this binary with exactly this
 * contract. There is no such file of a release that was refused.
 */
export interface Release {
  readonly version: 1;
  /** The version of Portolan that made it. */
  readonly portolan: string;
  /** The Rust server's program; parity was run with it. */
  readonly binary: HashedFile & { readonly bytes: number };
  readonly contract: HashedFile;
  /** The project file: by which rules answers were compared. */
  readonly project: HashedFile;
  /** Those that were asked for, all their endpoints verified or kept. */
  readonly milestones: readonly string[];
  readonly gates: readonly ReleaseGate[];
  /** In the order of their keys. */
  readonly endpoints: readonly ReleaseEndpoint[];
  /** All that differs between two files of the same release. */
  readonly times: ReleaseTimes;
}

export interface ReleaseTimes {
  /** When it was made: ISO 8601 in UTC. */
  readonly at: string;
  /** How long the gates and parity took, in milliseconds. */
  readonly durationMs: number;
}
