/** What keeps the servers' state. */
export type DatabaseEngine = "none" | "sqlite" | "postgresql";
