/**
 * A schema of our own, outside of what is compared. It must not be called like a role: the schema of a role's own name
 * comes first where PostgreSQL looks for tables.
 */
export const LOG_SCHEMA = "portolan_log";
