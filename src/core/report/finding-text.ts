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
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? "?"));
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
  "case-body-twice": "A case has either `body` or `text`, not both.",
  "case-endpoint-unknown": "The case is for `{endpoint}`, which no contract and no route knows.",
  "case-example-missing":
    "No case can be made from the contract: `{name}` in {in} has no example; add one to the contract, or write a case file.",
  "case-example-unusable":
    "No case can be made from the contract: the example of `{name}` in {in} cannot be sent as it is.",
  "case-header-unreadable":
    "`{name}` is not a header that can be sent: the name is made of letters, digits and hyphens, the value is one line.",
  "case-login-missing": "The case is sent logged in, but the project file has no `login`.",
  "case-name-duplicate":
    "A case with the name `{name}` stands in line {firstLine} already; each name of an endpoint is used once.",
  "case-no-success":
    "No case can be made from the contract: the operation declares no 2xx status[[, only {statuses}]].",
  "case-parameter-missing": "The path `{path}` needs a value for `{name}`.",
  "case-parameter-unknown": "`{name}` is not a parameter of `{path}`[[; it has {known}]].",
  "case-text-without-type": "A case with `text` needs a `content-type` header that says what the text is.",
  "endpoint-unreadable": "`{text}` is not an endpoint; write a method and a path: `GET /api/nodes/{node_id}`.",
  "entry-duplicate": "`{endpoint}` stands in `{list}` twice, first in line {firstLine}.",
  "header-name-unreadable": "`{name}` is not the name of a header.",
  "path-absolute": "`{key}` is relative to the project file's folder; `{path}` is not.",
  "pointer-unreadable": "`{pointer}` is not a JSON pointer: it is empty or begins with `/`, as `/access_token` does.",
  "project-file-missing": "`{key}` names `{path}`, and there is no such file.",
  "project-folder-missing": "`{key}` names `{path}`, where there is no file that ends in {endings}.",
  "project-version": "The project file has the version {found}; this Portolan reads version {known}.",
  "rule-path-inexact":
    "`{path}` may match more than one place; a rule's path is made of names and indexes: `$.items[0].id`.",
  "rule-path-unreadable": "`{path}` is not a path: {reason}",
  "url-path-unreadable": "`{key}` is a path that begins with `/`; `{path}` is not.",
  "variable-unknown": "`${{name}}` is not known here[[; known are {known}]].",
  "yaml-alias-unknown": "`{alias}` refers to an anchor that does not stand before it.",
  "yaml-complex-key": "A key must be plain text.",
  "yaml-duplicate-key": "`{key}` stands here twice; the first one counts.",
  "yaml-not-json": "The value of `{key}` cannot be written as JSON: `{value}`.",
  "yaml-quotes-needed": "This text needs quotes: it begins with a character that means something in YAML.",
  "yaml-syntax": "This is not YAML: {message}",
  "yaml-too-large": "The file has more than {most} values; it is not read.",
  "yaml-unknown-key": "`{key}` is not known[[ in {in}]][[; did you mean `{nearest}`?]][[; known are {known}]]",
  "yaml-unknown-value": "`{value}` is not a value of `{key}`; known are {known}.",
  "yaml-wrong-type": "[[`{key}` ]]must be {expected}; found {found}.",
};
