import type { ChosenVariable } from "./choose-variables.ts";
import type { FoundVariable } from "./found-variable.ts";

/** A service outside, whose address a server reads. */
export interface ChosenStub extends ChosenVariable {
  /** What it is called among the stubs. */
  readonly stub: string;
}

/** What an address says of itself where it is nobody else's. */
const OWN =
  /(?:^|_)(?:FRONTEND|PUBLIC|APP|SITE|WEB|SELF|OWN|SERVER|CORS|ORIGINS?|REDIRECT|CALLBACK|DOCS?|ABOUT|HOME|STATIC|ASSETS?|UPLOADS?|MEDIA|BIND|LISTEN|DATABASE|DB|REDIS|PROXY|ISSUER|TEST)(?:_|$)/i;

const ADDRESS = /^https?:\/\/[\w.-]+(?::\d+)?(\/[\w./-]*)?$/;

/** The variables whose values are addresses of services outside, each handed a stub: `PAYMENTS_API_URL` → `${stub:payments.url}`. */
export function chooseStubs(found: readonly FoundVariable[], chosen: readonly string[]): readonly ChosenStub[] {
  const byName = new Map<string, ChosenStub>();
  for (const { name, value = "", from } of found) {
    const path = ADDRESS.exec(value)?.[1] ?? "";
    if (!ADDRESS.test(value) || !/_(?:URL|URI|ENDPOINT|HOST|BASE)$/i.test(name)) continue;
    if (OWN.test(name) || chosen.includes(name) || byName.has(name)) continue;
    const stub = name
      .toLowerCase()
      .replace(/(?:_(?:api|base|service|server))*_(?:url|uri|endpoint|host|base)$/, "")
      .replaceAll("_", "-");
    if (stub === "" || stub === "base" || stub === "api") continue;
    byName.set(name, { name, value: `\${stub:${stub}.url}${path.replace(/\/$/, "")}`, from, stub });
  }
  return [...byName.values()];
}

/** The lines of the stubs. */
export function stubLines(stubs: readonly ChosenStub[]): readonly string[] {
  const names = [...new Set(stubs.map(({ stub }) => stub))];
  if (names.length === 0) return [];
  return [
    "stubs: # stand in for services outside; what nothing fits is answered with 404, and told",
    ...names.map((name) => `  ${name}: [] # such as - { request: GET /v1/items, answer: { body: [] } }`),
  ];
}
