import type { ChosenVariable } from "./choose-variables.ts";
import type { FoundVariable } from "./found-variable.ts";

/** Calls that check a web token's signature with a secret: PyJWT and python-jose, jsonwebtoken and jwt-simple. */
export const CHECKS_TOKENS = /\bjwt\.decode\(|\bjwt_decode\(|\bDecodingKey::from_secret\(|\bHS256Key::from_bytes\(/;

/** The identity whose tokens are minted. */
const MINTED = "user";

const SECRET_NAME = /(?:^|_)(?:JWT|TOKEN|AUTH|SIGNING)_(?:\w+_)?(?:SECRET|KEY)(?:_KEY)?$|^JWT$|^SECRET_KEY$|^SECRET$/i;

/** A variable whose name says that it is for something else than what it checks with. */
const OTHER = /(?:^|_)(?:PUBLIC|PRIVATE|REFRESH|API|AWS|S3|STRIPE|GITHUB|GOOGLE|OPENAI)(?:_|$)/i;

/** The variable that has the secret by which a server checks web tokens, handed the key of an identity that Portolan signs for. */
export function chooseTokenKey(found: readonly FoundVariable[], chosen: readonly string[]): readonly ChosenVariable[] {
  const usable = found.filter(({ name }) => SECRET_NAME.test(name) && !OTHER.test(name) && !chosen.includes(name));
  // The one that speaks of tokens comes before a general one.
  const best = usable.toSorted((one, other) => Number(!/JWT/i.test(one.name)) - Number(!/JWT/i.test(other.name)))[0];
  return best === undefined ? [] : [{ name: best.name, value: `\${identity:${MINTED}.key}`, from: best.from }];
}

/** The identity's lines. `from` is where tokens are checked. */
export function tokenLines(from: string): readonly string[] {
  return [
    "identities:",
    `  ${MINTED}: # signed by Portolan with a key that both servers get, because tokens are checked at ${from}`,
    '    mint: { algorithm: HS256, claims: { sub: "1" } } # the claims that your servers ask for',
  ];
}
