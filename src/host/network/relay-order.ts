/** A port in the server's network, and the Unix socket by which it is reached from outside or reaches it. */
export interface RelayedPort {
  readonly port: number;
  /** Absolute path. */
  readonly socket: string;
}

/** What the relay in a server's network is told at its start, as JSON. */
export interface RelayOrder {
  /** What comes by the socket goes to this port. */
  readonly server: RelayedPort;
  /** What comes to these ports goes to their sockets. */
  readonly reach: readonly RelayedPort[];
}
