import type * as Sqlite from "node:sqlite";

/** Connections that stay open from one call to the next: to open one costs more than most of what is done with it. */
export interface KeptConnections {
  /**
   * Works with the connection of this name, which `open` makes where there is none. Between two calls it holds no lock. Where the work
   * fails it is closed, whatever state it is in, and the next call opens another one.
   */
  use<T>(
    name: string,
    open: () => Sqlite.DatabaseSync,
    work: (connection: Sqlite.DatabaseSync) => T | Promise<T>,
  ): Promise<T>;
  close(name: string): void;
  closeAll(): void;
}

/** None is open yet. */
export function keptConnections(): KeptConnections {
  const byName = new Map<string, Sqlite.DatabaseSync>();
  const close = (name: string): void => {
    byName.get(name)?.close();
    byName.delete(name);
  };
  return {
    use: async (name, open, work) => {
      const connection = byName.get(name) ?? open();
      byName.set(name, connection);
      try {
        return await work(connection);
      } catch (error) {
        close(name);
        throw error;
      }
    },
    close,
    closeAll: () => {
      for (const name of byName.keys()) close(name);
    },
  };
}
