import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { UserError } from "#core/model/user-error.ts";
import { secretsInRequest, secretsInSettings, secretsInStart } from "#core/secrets/find-secrets.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";

/** A text as it leaves the gate that has learnt these secrets. */
function checkGate(text: string, ...secrets: readonly string[]): string {
  const gate = new SecretGate();
  gate.learn(secrets);
  return gate.text(text);
}

const SECRET = "h4rbour/mäster&9";

test.each([
  ["as it is", `the input was ${SECRET}.`, "the input was •••."],
  ["as JSON of Python", String.raw`{"input":"h4rbour/m\u00e4ster&9"}`, '{"input":"•••"}'],
  ["with escaped slashes", String.raw`{"input":"h4rbour\/mäster&9"}`, '{"input":"•••"}'],
  ["percent-encoded", "/next?note=h4rbour%2Fm%C3%A4ster%269&n=1", "/next?note=•••&n=1"],
  ["percent-encoded in lower case", "h4rbour%2fm%c3%a4ster%269", "•••"],
  ["as HTML", "<b>h4rbour/mäster&amp;9</b>", "<b>•••</b>"],
  ["cut off", "the input was h4rbour/mäs… (900 characters)", "the input was •••… (900 characters)"],
  ["cut at its beginning", "…mäster&9 is wrong", "…••• is wrong"],
])("a known secret is found %s", (_, text, masked) => {
  expect(checkGate(text, SECRET)).toBe(masked);
});

test("in base64 it is found wherever it begins, with all that is encoded around it", () => {
  for (const before of ["", "a", "ad", "ada:"]) {
    const encoded = btoa(`${before}h4rbour-master-9 and more`);
    expect(checkGate(`is ${encoded}.`, "h4rbour-master-9"), before).toBe("is •••.");
  }
});

test("secrets that overlap, and one that another begins with, are replaced as one", () => {
  expect(checkGate("abc-def-ghi-jkl", "abc-def-ghi", "def-ghi-jkl")).toBe("•••");
  expect(checkGate("abc-def abc-def-ghi", "abc-def", "abc-def-ghi")).toBe("••• •••");
});

test.each(["true", "postgres", "Localhost", "password", "required", "abc12", "1234567", ""])(
  "%s is looked for nowhere",
  (value) => {
    expect(checkGate(`it says ${value}, and ${value}`, value)).toBe(`it says ${value}, and ${value}`);
  },
);

test("of an answer only what is no plain word is looked for", () => {
  const gate = new SecretGate();
  gate.learnAnswered(["mandatory", "Basic", "9fKq2L-77xz"]);
  expect(gate.text("mandatory 9fKq2L-77xz")).toBe("mandatory •••");
});

test("what a made-up request carries is nobody's secret", () => {
  const request = {
    target: "/login",
    headers: [],
    body: { kind: "text", text: '{"password":"aaaaaaaaaaaa"}', mediaType: "application/json" },
  } as const;
  const learning = (more: { readonly isGenerated?: true }): string => {
    const gate = new SecretGate();
    gate.learnRequest({ ...request, ...more });
    return gate.text("/posts/aaaaaaaaaaaa");
  };
  expect([learning({}), learning({ isGenerated: true })]).toEqual(["/posts/•••", "/posts/aaaaaaaaaaaa"]);
});

describe("what is learnt", () => {
  test("of settings: by name, in addresses, in JSON, each line of a key", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END PRIVATE KEY-----";
    expect(
      secretsInSettings({
        API_TOKEN: "a",
        SIGNING_KEY: key,
        DATABASE_URL: "postgres://ada:b%40c@localhost/nodes",
        SETTINGS: '{"db": {"password": "d"}}',
        GOOGLE_CREDENTIALS: "/etc/key.json",
        TOKEN: "https://login.example/token",
        PORT: "8000",
        BLOB: "9fKq2L77xzPq31LmVv80Tz",
      }),
    ).toEqual(["a", "a", key, "MIIEvQIBADANBgkqhkiG", "b%40c", "b@c", "d", ...Array(2).fill("9fKq2L77xzPq31LmVv80Tz")]);
  });

  test("of a command line: flags, assignments, addresses", () => {
    const line = `DB_PASSWORD=a serve --token b --api-key=c --port 80 --secret "d e" --db mysql://x:f@h/g`;
    expect([...new Set(secretsInStart({ line, environment: {} }))].toSorted()).toEqual(["a", "b", "c", "d e", "f"]);
  });

  test("of a request: query, headers, cookies, credentials, a form", () => {
    const request = {
      target: "/a?token=a%20b&sig=Zr4Yv1Tp9Wc6Xb3Lh&code=4711&page_token=2",
      headers: [
        ["Authorization", `Basic ${btoa("ada:c")}`],
        ["Cookie", "theme=dark; session=9fKq2L77xzPq; csrf=d"],
      ],
      body: { kind: "text", text: "user=ada&password=e+f", mediaType: "application/x-www-form-urlencoded" },
    } as const;
    const found = ["a%20b", "a b", "Zr4Yv1Tp9Wc6Xb3Lh", btoa("ada:c"), "c", "9fKq2L77xzPq", "d", "e+f", "e f"];
    expect([...new Set(secretsInRequest(request))]).toEqual(found);
  });
});

test("an error keeps its kind, and loses secrets in message and stack", () => {
  const gate = new SecretGate();
  gate.learn(["harbour-master"]);
  expect(gate.error(new UserError("No harbour-master."))).toEqual(new UserError("No •••."));
  const shown = gate.error(new TypeError("No harbour-master."));
  expect(shown.stack).toMatch(/^TypeError: No •••\.\n +at /);
});

/** Names and values that are no secrets, whatever is beside them. */
const openName = fc.constantFrom("id", "name", "next_page_token", "token_type", "session", "key", "Ünïcode", "a.b");
const openJson = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false, 0, 1.5, -3e10),
    fc.stringMatching(/^[ -~äß…\n"\\]{0,12}$/).filter((text) => !/[=@&?'-]/.test(text)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(openName, tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("what is no secret stays byte for byte", () => {
  fc.assert(
    fc.property(openJson, fc.constantFrom(undefined, 2), (value, space) => {
      const text = JSON.stringify(value, undefined, space);
      expect(checkGate(text, "h4rbour-master-9")).toBe(text);
    }),
  );
});

test("masked JSON stays JSON of the same shape, and holds no secret", () => {
  const secret = fc.stringMatching(/^[ -~äß€]{12,20}$/).filter((text) => !/^\s|\s$/.test(text));
  const placed = fc.constantFrom("note", "password", "config", "n\u{65}sted");
  fc.assert(
    fc.property(openJson, secret, placed, fc.boolean(), (value, hidden, name, isInside) => {
      const inner = { [name]: hidden, sure: { api_key: hidden } };
      const text = JSON.stringify({ value, inner: isInside ? JSON.stringify(inner) : inner, tail: `x ${hidden} y` });
      const masked = checkGate(text, hidden);
      expect(shapeOf(JSON.parse(masked))).toEqual(shapeOf(JSON.parse(text)));
      expect(masked).not.toContain(JSON.stringify(hidden).slice(1, -1));
    }),
  );
});

/** Names, order and kinds, without the values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => shapeOf(each));
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.entries(value).map(([name, each]: [string, unknown]) => [name, shapeOf(each)]);
}
