import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

import type { SigningAlgorithm } from "#core/model/identity.ts";
import type { SigningKey, WebTokens } from "#core/ports/web-tokens.ts";

/** Web tokens (RFC 7519) in the compact form of RFC 7515, with the algorithms of RFC 7518 and RFC 8037. */
export function createWebTokens(): WebTokens {
  return { makeKey };
}

function makeKey(algorithm: SigningAlgorithm): SigningKey {
  switch (algorithm) {
    case "HS256": {
      // As text, since servers take the bytes of what stands in a variable. It is longer than RFC 7518, section 3.2 asks for.
      const secret = randomBytes(48).toString("base64url");
      return {
        verifying: secret,
        signing: secret,
        sign: (claims) => token(algorithm, claims, (input) => createHmac("sha256", secret).update(input).digest()),
      };
    }
    case "RS256": {
      const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      return {
        ...pems(publicKey, privateKey),
        sign: (claims) => token(algorithm, claims, (input) => sign("sha256", Buffer.from(input), privateKey)),
      };
    }
    case "EdDSA": {
      const { publicKey, privateKey } = generateKeyPairSync("ed25519");
      return {
        ...pems(publicKey, privateKey),
        sign: (claims) => token(algorithm, claims, (input) => sign(null, Buffer.from(input), privateKey)),
      };
    }
  }
}

/** RFC 7468: SubjectPublicKeyInfo and PKCS #8. */
function pems(publicKey: KeyObject, privateKey: KeyObject): Pick<SigningKey, "verifying" | "signing"> {
  return {
    verifying: publicKey.export({ type: "spki", format: "pem" }).toString(),
    signing: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function token(algorithm: SigningAlgorithm, claims: string, signed: (input: string) => Buffer): string {
  const header = JSON.stringify({ alg: algorithm, typ: "JWT" });
  const input = [header, claims].map((part) => Buffer.from(part).toString("base64url")).join(".");
  return `${input}.${signed(input).toString("base64url")}`;
}
