import { UserError } from "../user-error.ts";

/**
 * What a server under test did to its own database, so that nothing more can be said about a case: it keeps it locked, or
 * deleted or damaged it. The message begins with the database: "It stayed locked …". The server has to be started again.
 */
export class DatabaseFault extends UserError {}
