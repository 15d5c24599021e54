/**
 * The session's token, in a cookie of this site's own: a server that renders the page may read it there. No request to
 * `/api` is let in by the cookie; the client sends the token in a header.
 */
const NAME = "controller_session";

export function readToken(): string | undefined {
  const pair = document.cookie.split("; ").find((text) => text.startsWith(`${NAME}=`));
  return pair?.slice(NAME.length + 1) || undefined;
}

/** Keeps the token until the moment at which the session ends. */
export function keepToken(token: string, expiresAt: string): void {
  document.cookie = `${NAME}=${token}; Path=/; SameSite=Strict; Expires=${new Date(expiresAt).toUTCString()}`;
}

export function forgetToken(): void {
  document.cookie = `${NAME}=; Path=/; SameSite=Strict; Max-Age=0`;
}
