import type { Finding } from "#core/model/finding.ts";

/**
 * A finding as a sentence for people. `{name}` in a sentence is the fact of that name; what stands between `[[` and
 * `]]` is left out where one of its facts is absent or empty. A code without a sentence is shown with its facts.
 */
export function findingText({ code, facts }: Finding): string {
  const sentence = FINDING_SENTENCES[code];
  return sentence === undefined ? plainText(code, facts) : filled(sentence, facts);
}

function filled(sentence: string, facts: Finding["facts"]): string {
  return sentence
    .replaceAll(/\[\[(.*?)\]\]/g, (_, part: string) =>
      namesIn(part).every((name) => hasFact(facts, name)) ? part : "",
    )
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => factText(facts[name] ?? "?"));
}

/** A side is written as the language's name. */
function factText(fact: string | number): string {
  if (fact === "python") return "Python";
  return fact === "rust" ? "Rust" : String(fact);
}

function namesIn(part: string): readonly string[] {
  return [...part.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}

function hasFact(facts: Finding["facts"], name: string): boolean {
  return facts[name] !== undefined && facts[name] !== "";
}

/** `route-shadowed` with its facts → `Route shadowed (by: /api/{}).` */
function plainText(code: string, facts: Finding["facts"]): string {
  const words = code.replaceAll("-", " ");
  const shown = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${shown.length > 0 ? ` (${shown.join(", ")})` : ""}.`;
}

/** All wording of findings; one line a code, in the order of the codes. */
export const FINDING_SENTENCES: Readonly<Record<string, string>> = {
  "attribute-differs": "The attribute declares {attribute}, the router serves {route}.",
  "cargo-malformed": "This Cargo.toml cannot be read: {message}.",
  "case-body-twice": "A case has either `body` or `text`, not both.",
  "case-endpoint-unknown": "The case is for `{endpoint}`, which the contract does not have.",
  "case-example-missing":
    "No case can be made from the contract: `{name}` in {in} has no example; add one to the contract, or write a case file.",
  "case-example-unusable":
    "No case can be made from the contract: the example of `{name}` in {in} cannot be sent as it is.",
  "case-expect-missing":
    "The case for `{endpoint}` needs `expect`, the status that Python answers: the contract does not declare one.",
  "case-header-unreadable":
    "`{name}` is not a header that can be sent: the name is made of letters, digits and hyphens, the value is one line.",
  "case-login-missing": "The case is sent logged in, but the project file has no `login`.",
  "case-name-duplicate":
    "A case with the name `{name}` stands in line {firstLine} already; each name of an endpoint is used once.",
  "case-no-success":
    "No case can be made from the contract: the operation declares no 2xx status[[, only {statuses}]].",
  "case-parameter-missing": "The path `{path}` needs a value for `{name}`.",
  "case-parameter-unknown": "`{name}` is not a parameter of `{path}`[[; it has {known}]].",
  "case-text-without-type": "A case with `text` needs `type`, the media type of the text.",
  "case-type-twice": "The media type stands here a second time; write it once, as `type` or as a header.",
  "case-type-unreadable": "`{type}` is not a media type; write one such as `application/json`.",
  "contract-lacks-route": "`{endpoint}` is served, but the contract does not have it.",
  "contract-malformed": "The contract is not JSON: {message}.",
  "contract-missing": "There is no contract at `{file}`; correct `contract` in the project file, or export it.",
  "contract-operation-id-duplicate":
    "The operation id `{operationId}` stands at {first} already; a generated client needs each once.",
  "contract-parameter-undeclared":
    "The path `{path}` has the parameter `{name}`, which the operation does not declare.",
  "contract-path-duplicate":
    "`{path}` is the same endpoint as `{first}`: names of parameters do not tell endpoints apart.",
  "contract-reference-missing": "The reference `{reference}` leads nowhere.",
  "contract-version": "The contract is not OpenAPI 3.0 or 3.1; its version is {found}.",
  "endpoint-undeclared": "`{endpoint}` stands in {in}, but neither the contract nor a server declares it.",
  "endpoint-unreadable": "`{text}` is not an endpoint; write a method and a path: `GET /api/nodes/{node_id}`.",
  "entry-duplicate": "`{endpoint}` stands in `{list}` twice, first in line {firstLine}.",
  "header-name-unreadable": "`{name}` is not the name of a header.",
  "parameter-names-differ": "The {side} path `{path}` names its parameters otherwise than the {from} path `{other}`.",
  "path-absolute": "`{key}` is relative to the project file's folder; `{path}` is not.",
  "path-slash-differs":
    "The {side} path `{path}` and `{other}` differ in the slash at the end; a client sees a redirect or a 404.",
  "path-unresolved": "A part of the {side} path `{path}` cannot be read from source: {reason}.",
  "pointer-unreadable": "`{pointer}` is not a JSON pointer: it is empty or begins with `/`, as `/access_token` does.",
  "project-file-missing": "`{key}` names `{path}`, and there is no such file.",
  "project-folder-missing": "`{key}` names `{path}`, and there is no file below it that ends in {endings}.",
  "project-missing": "There is no project file `{file}`; make one with `portolan init`.",
  "project-version": "The project file has the version {found}; this Portolan reads version {known}.",
  "route-duplicate": "{side} declares this endpoint at {first} already.",
  "route-shadowed": "This {side} route is never reached: `{by}` at {where} comes first and matches too.",
  "router-unresolved": "The router that `{by}` adds cannot be read from source: {reason}.",
  "rule-path-inexact":
    "`{path}` may match more than one place; a rule's path is made of names and indexes: `$.items[0].id`.",
  "rule-path-unreadable": "`{path}` is not a path: {reason}",
  "rule-unused": "The rule {allow} `{path}` for {endpoint} hit nothing in this run; correct its path or remove it.",
  "rule-without-reason": "A rule needs a `reason`: why may the value differ?",
  "url-path-unreadable": "`{key}` is a path that begins with `/`; `{path}` is not.",
  "variable-unknown": "`{name}` is not a variable that is known here[[; known are {known}]].",
  "yaml-alias-unknown": "`{alias}` refers to an anchor that does not stand before it.",
  "yaml-complex-key": "A key must be plain text.",
  "yaml-duplicate-key": "`{key}` stands here twice; the first one counts.",
  "yaml-missing-key": "`{key}` is missing[[ in {in}]].",
  "yaml-not-json": "The value of `{key}` cannot be written as JSON: `{value}`.",
  "yaml-quotes-needed": "This text needs quotes: it begins with a character that means something in YAML.",
  "yaml-syntax": "This is not YAML: {message}",
  "yaml-too-large": "The file has more than {most} values; it is not read.",
  "yaml-unknown-key": "`{key}` is not known[[ in {in}]][[; did you mean `{nearest}`?]][[; known are {known}.]]",
  "yaml-unknown-value": "`{value}` is not a value of `{key}`; known are {known}.",
  "yaml-wrong-type": "[[`{key}` ]]must be {expected}; found {found}.",
};
