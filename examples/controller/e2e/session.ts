import assert from "node:assert/strict";
import type { Installation } from "./installation.ts";

/** What is sent to the interface as one user. */
export interface Session {
  readonly token: string;
  /** The status and the body, read as JSON; null where there is none. */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;
}

/** The user of the seed, and the password. */
const ADMIN = { username: "admin", password: "harbour-master" };

/** Logs in; the session is kept in the database, so that it outlives switches. */
export async function logIn({ url }: Installation, credentials = ADMIN): Promise<Session> {
  const send = async (method: string, path: string, body?: unknown, token?: string) => {
    const headers = {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
    };
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  };
  const { status, body } = await send("POST", "/api/auth/login", credentials);
  assert.equal(status, 200);
  const { token } = body as { readonly token: string };
  return { token, ask: (method, path, sent) => send(method, path, sent, token) };
}
