import { Client } from "undici";

import type { CaseResult } from "#core/model/run/verdict.ts";

/**
 * Sends what cases sent once more, to both servers at the same time and one case after the other, and reads the answers:
 * what nobody can do without. Gives the milliseconds of each case.
 */
export async function bareLoop(results: readonly CaseResult[]): Promise<readonly number[]> {
  const clients = new Map<string, Client>();
  const clientOf = (origin: string): Client => {
    const client = clients.get(origin) ?? new Client(origin);
    clients.set(origin, client);
    return client;
  };
  const times: number[] = [];
  for (const { exchanges } of results) {
    const start = performance.now();
    await Promise.all(
      Object.values(exchanges).map(async ({ request }) => {
        const url = new URL(request.url);
        const { body } = await clientOf(url.origin).request({
          method: request.method,
          path: url.pathname,
          headers: request.headers.flat(),
          body: request.body ?? null,
        });
        await body.text();
      }),
    );
    times.push(performance.now() - start);
  }
  await Promise.all([...clients.values()].map((client) => client.close()));
  return times;
}
