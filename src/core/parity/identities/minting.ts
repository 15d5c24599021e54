import type { Identity, MintedToken, SigningAlgorithm } from "#core/model/identity.ts";
import type { Project } from "#core/model/project.ts";
import type { Clock } from "#core/ports.ts";
import type { SigningKey, WebTokens } from "#core/ports/web-tokens.ts";

/** Keys that we made, and the tokens that they signed. */
export interface Minting {
  /** The key that servers have to know, one for each algorithm, so that all identities of a server are signed by it. */
  keyFor(algorithm: SigningAlgorithm): SigningKey;
  /** A token that is good for at least half of its lifetime; the same one for both sides, as long as that holds. */
  tokenFor(method: MintedToken): string;
  /** All tokens of a project; another text as soon as one had to be made anew. */
  tokensOf(project: Pick<Project, "identities">): readonly string[];
}

export function createMinting(webTokens: WebTokens, clock: Clock): Minting {
  const keys = new Map<SigningAlgorithm, SigningKey>();
  const tokens = new Map<string, { readonly token: string; readonly madeAt: number }>();
  const keyFor = (algorithm: SigningAlgorithm): SigningKey => {
    const key = keys.get(algorithm) ?? webTokens.makeKey(algorithm);
    keys.set(algorithm, key);
    return key;
  };
  const tokenFor = (method: MintedToken): string => {
    const name = JSON.stringify(method);
    const kept = tokens.get(name);
    const now = clock.now();
    if (kept !== undefined && now - kept.madeAt < method.lifetimeMs / 2) return kept.token;
    const token = keyFor(method.algorithm).sign(claimsAt(now, method));
    tokens.set(name, { token, madeAt: now });
    return token;
  };
  return {
    keyFor,
    tokenFor,
    tokensOf: ({ identities = [] }) => identities.flatMap(mintedMethods).map(tokenFor),
  };
}

function mintedMethods({ methods }: Identity): readonly MintedToken[] {
  return [methods.python, methods.rust].filter((method) => method.kind === "minted");
}

/** The claims with when it was issued and when it expires (RFC 7519, section 4.1), where they do not say so themselves. */
function claimsAt(now: number, { claims, claimNames, lifetimeMs }: MintedToken): string {
  const seconds = Math.floor(now / 1000);
  const own = { iat: seconds, exp: seconds + Math.ceil(lifetimeMs / 1000) };
  const added = Object.entries(own).flatMap(([name, value]) =>
    claimNames.includes(name) ? [] : [`"${name}":${value}`],
  );
  // The written claims stay as they are spelt, so that no digit of a number is lost.
  const written = claims.slice(1, -1);
  return `{${[...(written === "" ? [] : [written]), ...added].join(",")}}`;
}
