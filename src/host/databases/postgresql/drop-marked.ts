import { connect } from "./connection.ts";
import { dropMarked } from "./leftovers.ts";
import { parseServerUrl } from "./server/server-address.ts";

/** Drops all databases of a mark at a server, in a process of its own. */
export async function dropMarkedAt(url: string, mark: number): Promise<void> {
  const address = parseServerUrl(url);
  if (address === undefined) return;
  const admin = await connect(address, address.database);
  try {
    await dropMarked(admin, mark);
  } finally {
    await admin.close();
  }
}
