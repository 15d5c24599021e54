import type { Finding } from "#core/model/finding.ts";
import { GATE_SENTENCES } from "./gate-sentences.ts";

/**
 * A finding as a sentence for people. `{name}` in a sentence is the fact of that name; what stands between `[[` and
 * `]]` is left out where one of its facts is absent or empty. A code without a sentence is shown with its facts.
 */
export function findingText({ code, facts }: Finding): string {
  const sentence = FINDING_SENTENCES[code] ?? GATE_SENTENCES[code];
  return sentence === undefined ? plainText(code, facts) : filled(sentence, facts);
}

function filled(sentence: string, facts: Finding["facts"]): string {
  return sentence
    .replaceAll(/\[\[(.*?)\]\]/g, (_, part: string) =>
      namesIn(part).every((name) => hasFact(facts, name)) ? part : "",
    )
    .replaceAll(/(\$?)\{(\w+)\}/g, (written, dollar: string, name: string) => {
      // `${database}` is what the user writes; no fact has that name.
      if (dollar !== "" && facts[name] === undefined) return written;
      return `${dollar}${factText(facts[name] ?? "?")}`;
    });
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

/** All wording of findings but those of gates; one line a code, in the order of the codes. */
export const FINDING_SENTENCES: Readonly<Record<string, string>> = {
  "add-on-unread":
    "`{package}` adds routes in a way of its own, which is not read: they are missing here. `portolan routes --ask` has them from the running app.",
  "asked-conditional": "The {side} code does not have `{endpoint}` now: it is only there if {condition}.",
  "asked-described":
    "The {side} server's export describes `{endpoint}`[[ ({handler})]], and no route that was read serves it.",
  "asked-failed": "The running code could not be asked for everything: {message}",
  "asked-made-up": "Static reading has `{endpoint}`, and the running {side} code does not; please report it.",
  "asked-missed":
    "Static reading missed `{endpoint}`[[, answered by {handler}]], which the running {side} code has; please report it.",
  "asked-resolved": "The unknown part of the {side} path `{path}` is known from the running code: `{endpoint}`.",
  "attribute-differs": "The attribute declares {attribute}, the router serves {route}.",
  "base-scenario-alone":
    "The file that `database.scenario` names holds one scenario and nothing else; put what is compared into the folder of cases.",
  "base-scenario-rule":
    "Nothing of the scenario that fills the databases is compared, so that a rule does nothing there; take it out.",
  "byte-size-unreadable": "`{key}` is a size from 1 KB to 128 MB with its unit, such as 16 MB; `{value}` is not.",
  "capture-path-unreadable": "`{path}` is not a JSON path as RFC 9535 writes it. {reason}",
  "capture-source-unclear":
    "What to capture is a JSON path such as `$.id`, or either `{ header: ETag }` or `{ cookie: session }`.",
  "cargo-malformed": "This Cargo.toml cannot be read: {message}.",
  "case-base64-unreadable":
    "This is not base64: letters, digits, `+` and `/`, in groups of four, the last filled up with `=`.",
  "case-body-twice": "A case has one body: `body`, `text`, `form`, `file`, `base64` or `parts`; this is another one.",
  "case-capture-name":
    "`{name}` is not a name to capture a value under: it begins with a letter or `_`, and letters, digits, `_` and `-` follow.",
  "case-capture-unknown":
    "No step before this one captures `{name}`[[; did you mean `{nearest}`?]][[; captured are {known}]]. `$${{name}}` is the text itself.",
  "case-emptied-table":
    "`{endpoint}`, made from the contract, emptied {tables} in Portolan's own database. It was put back, and the request is not sent unasked again (`{file}`)[[; that could not be saved: {reason}]]. Write a case for it in a case file if both servers may be sent it.",
  "case-endpoint-unknown":
    "The case is for `{endpoint}`, which the contract does not have; it is sent to both servers all the same.",
  "case-example-missing":
    "No case can be made from the contract: `{name}` in {in} has no example; add one to the contract, or write a case file.",
  "case-example-unusable":
    "No case can be made from the contract: the example of `{name}` in {in} cannot be sent as it is.",
  "case-file-missing":
    "The case sends `{file}`, which [[is not read: {reason}. ]]has to be a file in the project or its repository; names are seen from the case file.",
  "case-header-unreadable":
    "`{name}` is not a header that can be sent: the name is made of letters, digits and hyphens, the value is one line.",
  "case-identity-twice": "The case says `as` and `login`; `as` alone says who sends it.",
  "case-identity-unknown":
    "The case is sent as `{name}`, but the project file has no such identity[[; it has {known}]].",
  "case-login-missing": "The case is sent logged in, but the project file has neither `identities` nor `login`.",
  "case-method-unsendable":
    "The case for `{endpoint}` cannot be sent: its method is none of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS and TRACE.",
  "case-name-duplicate":
    "A case with the name `{name}` stands in line {firstLine} already; each name of an endpoint is used once.",
  "case-no-success":
    "No case can be made from the contract: the operation declares no 2xx status[[, only {statuses}]].",
  "case-none":
    "There is no case for {endpoint}[[ and {more} more]]: write one in a case file or an example in the contract, or let `portolan check --generate` make some up.",
  "case-not-run":
    "The case `{name}`[[ and {more} more]] for `{endpoint}` is not run: {why}. Take it out, or change what holds it back.",
  "case-not-sent-to-attached":
    "{cases} of its cases may write and were not sent to an attached server: say in `reset` at the server what puts its data back.",
  "case-not-unasked":
    "`{endpoint}` is not sent unasked: {why}. Write a case for it in a case file if both servers may be sent it.",
  "case-parameter-missing": "The path `{path}` needs a value for `{name}`.",
  "case-parameter-unknown": "`{name}` is not a parameter of `{path}`[[; it has {known}]].",
  "case-part-unclear":
    "A part holds one of `text`, `file` and `base64`, and its `type` is a media type such as image/png.",
  "case-parts-empty": "`parts` has no part; a form with files has one at least.",
  "case-rules-without-use":
    "Nothing of a step under `set_up` is compared, so that a rule does nothing there; take it out.",
  "case-target-twice": "`target` is the whole path with its query; take out `parameters` and `query`, or `target`.",
  "case-target-unreadable":
    "`target` begins with `/` and has neither blanks nor letters past Latin-1; a character is sent as one byte.",
  "case-text-without-type": "A case with `text` needs `type`, the media type of the text.",
  "case-type-twice": "The media type stands here a second time; write it once, as `type` or as a header.",
  "case-type-unreadable": "`{type}` is not a media type; write one such as `application/json`.",
  "case-until-empty": "`until` needs a `status`, an `answer`, or both: what to wait for.",
  "case-until-too-long": "A step waits for at least 1ms and at most 10min.",
  "contract-exported":
    "The contract is what a server's `export` printed, kept in `{file}`; `portolan export` takes it anew. `contract` in the project file names another one.",
  "contract-lacks-route": "`{endpoint}` is served, but the contract does not have it.",
  "contract-malformed": "The contract cannot be read as {format}: {message}.",
  "contract-method-unknown":
    "`{name}` is no request method that is compared, and is passed over; an operation is one of {expected}.",
  "contract-missing": "There is no contract at `{file}`; correct `contract` in the project file, or export it.",
  "contract-operation-empty": "The operation `{name}` has nothing in it; it is passed over.",
  "contract-operation-id-duplicate":
    "The operation id `{operationId}` stands at {first} already; a generated client needs each once.",
  "contract-parameter-undeclared":
    "The path `{path}` has the parameter `{name}`, which the operation does not declare.",
  "contract-parameter-unused": "The parameter `{name}` is said to stand in the path, and `{path}` does not have it.",
  "contract-path-duplicate":
    "`{path}` is the same endpoint as `{first}`[[ at {where}]]: names of parameters do not tell endpoints apart.",
  "contract-path-relative": "A path begins with `/`; `{path}` does not, and is passed over.",
  "contract-reference-missing": "The reference `{reference}` leads nowhere.",
  "contract-reference-remote":
    "The reference `{reference}` leads to the network, where nothing is fetched; put a copy beside the contract.",
  "contract-reference-unreadable": "The file of the reference `{reference}` is not read: {reason}.",
  "contract-route-unserved": "The contract has `{endpoint}`, and no server serves it.",
  "contract-version": "The contract is not OpenAPI 3.0 or 3.1; its version is {found}.",
  "data-not-compared": "The files that the two servers write into `${data}` are not compared: {reason}",
  "database-restarted-each-write":
    "The role of `database.url` may not put rows back under a running server, so that the servers are started again after each write. Run there as a superuser: {grant}",
  "database-use-not-checked":
    "Whether the servers use the databases that Portolan made for them is not checked: {reason}",
  "day-unreadable": "`{key}` is a day such as 2026-12-31; `{value}` is not.",
  "duration-unreadable": "`{key}` is a length of time with its unit, such as 500ms or 2s; `{value}` is not.",
  "effects-not-compared": "What the two servers write into their databases is not compared: {reason}",
  "effects-of-other-databases": "What the two servers write into their databases is not compared: {reason}.",
  "endpoint-pattern-unreadable":
    "`{text}` is not an endpoint or a pattern of endpoints; write `GET /api/nodes/*` or `* /api/**`.",
  "endpoint-undeclared":
    "`{endpoint}` stands in {in}, but neither the contract nor a server declares it[[; did you mean `{nearest}`?]]",
  "endpoint-unreadable": "`{text}` is not an endpoint; write a method and a path: `GET /api/nodes/{node_id}`.",
  "entry-duplicate": "`{endpoint}` stands in `{list}` twice, first in line {firstLine}.",
  "export-failed": "The {side} server's contract could not be exported: {message}",
  "export-no-document": "`{line}` printed no OpenAPI document in JSON; correct `{key}` in the project file.",
  "export-varies":
    "The {side} server does not export the same document {when}: line {line} is `{first}` at first and `{second}` then. Sort what it is made from.",
  "header-compared-already": "`{name}` is compared already[[, by line {firstLine}]]; take this entry out.",
  "header-name-unreadable": "`{name}` is not the name of a header.",
  "identity-method-missing":
    "`{key}` does not say how it is made known to both servers. Say it for both by one of {known}, or at `python` and at `rust`; `none` where a server asks nobody.",
  "identity-methods-several":
    "`{key}` is made known in several ways: {found}. Let one stand; a login may have headers of its own.",
  "identity-name-unreadable":
    "`{name}` is not the name of an identity: it begins with a letter, letters, digits, `_` and `-` follow, and `none` stands for nobody.",
  "in-data-engine": "`{key}` is for SQLite, whose database is a file; take it out, or correct `engine`.",
  "in-data-outside": "`{key}` names a file in `${data}`, such as app.db; `{path}` is none.",
  "limit-out-of-bounds": "`{key}` is at least 100ms and at most 1h.",
  "login-beside-identities":
    "`login` is short for one identity; beside `identities`, write it as one of them, `login` of an identity `default`.",
  "login-body-twice": "`{key}` has both `body` and `form`; one of them is sent.",
  "login-token-missing": "`{key}` has `header` or `value`, but no `token`, a JSON pointer to the token in the answer.",
  "macro-unresolved":
    "What `{macro}!` comes to here cannot be read from source, and its rules make routers: routes may be missing. Write them out, or compare with `portolan routes --ask`.",
  "made-by-attached":
    "`{key}.made_by` names the server of {side}, which is attached: only one that is started can make the tables.",
  "made-by-other-side": "`{key}.made_by` names the server of {side}, which has a database of its own.",
  "method-differs": "Rust answers {rust} `{path}`, and Python answers {python} ({where}).",
  "mount-path-unresolved":
    "If {condition}, `{by}` serves these routes below another path as well, which cannot be read from source: {reason}.",
  "name-unreadable": "`{name}` in `{key}` is no name: it begins with a letter, then come letters, digits, `_` and `-`.",
  "network-address-unreadable": "`{key}`: `{address}` is not a host with a port; write `localhost:5432`.",
  "origin-unreadable":
    "`{key}` is the address of a server, scheme, host and port alone: http://127.0.0.1:8000; `{text}` is not.",
  "pair-uncertain": "The {side} path `{path}` is taken for `{endpoint}`, though a part of it is not known.",
  "parameter-count-differs":
    "The handler takes {taken} of the path's parameters, and `{path}` has {declared}: each request is refused.",
  "parameter-names-differ":
    "The {side} path `{path}` names its parameters otherwise than the {from} path `{other}`[[ at {where}]].",
  "parameter-rest-differs":
    "`{name}` takes the rest of the path, slashes included, in {wide}, and one segment in {narrow}; Python's is at {where}.",
  "parameter-taken-differs":
    "The {side} handler takes `{name}` in the {in} as `{converter}`; the contract says {type} at {where}.",
  "parameter-type-differs": "`{name}` is `{converter}` in the {side} path; the contract says {type} at {where}.",
  "path-absolute": "`{key}` is relative to the project file's folder; `{path}` is not.",
  "path-slash-differs":
    "The {side} path `{path}` and `{other}` differ in the slash at the end; a client sees a redirect or a 404.",
  "path-slash-twin":
    "{side} serves `{path}` beside `{other}`, which count as one endpoint[[; {lacking} serves one of them, and a client of the other sees a redirect or a 404. A case for the other spelling in a case file shows what]].",
  "path-syntax-new": "{version} takes `{path}` for plain text; it writes a parameter as `:id`, a rest as `*rest`.",
  "path-syntax-old": "{version} refuses `{path}`; it writes a parameter in braces, a rest in braces with a star.",
  "path-unreadable": "`{path}` is not read: {reason}. What it declares is missing.",
  "path-unresolved": "A part of the {side} path `{path}` cannot be read from source: {reason}.",
  "pointer-unreadable": "`{pointer}` is not a JSON pointer: it is empty or begins with `/`, as `/access_token` does.",
  "project-file-missing": "`{key}` names `{path}`, and there is no such file.",
  "project-file-unreadable": "`{key}` names `{path}`, which is not read: {reason}.",
  "project-fill-in": "This is to be filled in by you[[: {what}]]. Take the mark away when it is right.",
  "project-folder-missing": "`{key}` names `{path}`, and there is no file below it that ends in {endings}.",
  "project-missing": "There is no project file `{file}`; make one with `portolan init`.",
  "project-version": "The project file has the version {found}; this Portolan reads version {known}.",
  "route-duplicate": "{side} declares this endpoint at {first} already.",
  "route-rust-only": "Rust serves `{endpoint}`, and Python does not[[; the {alsoLacks} does not have it either]].",
  "route-shadowed": "This {side} route is never reached: `{by}` at {where} comes first and matches too.",
  "router-unresolved": "The router that `{by}` adds cannot be read from source: {reason}.",
  "routes-too-many":
    "The {side} code comes to more than {limit} routes below one app, as where a router takes another one again and again; the others are left out.",
  "rule-allowance-not-for-header":
    "A header is one text: `unordered`, `keyed by` and `equal up to` say nothing about it. Use `ignore`, `type only`, `renamed ids`, or a mapping with format, tolerance or time tolerance.",
  "rule-condition-unreadable": "`{text}` is not a condition: {reason}",
  "rule-cookie-elsewhere": "`cookie: {cookie}` needs `header: set-cookie` beside it.",
  "rule-expired":
    "The rule {allow} `{path}` for {endpoint} has expired on {expires}[[, ask {owner}]]; mend the difference, or decide anew.",
  "rule-header-unreadable": "`{name}` is not the name of a header (RFC 9110).",
  "rule-path-unreadable": "`{path}` is not a path: {reason}",
  "rule-pattern-unreadable": "`{text}` is not a pattern that `{key}` can use (I-Regexp, RFC 9485): {reason}",
  "rule-takes-all":
    "The rule {allow} `{path}` for {endpoint} takes a whole body, or all that is written; name the values that may differ.",
  "rule-target-twice":
    "A rule is for one thing: keep one of `path` (bodies), `effect` (the database) and `header`, and write another rule for the other.",
  "rule-too-broad":
    "The rule {allow} `{path}` for {endpoint} took {values} values of a case from being compared, and may take {limit}; narrow its path, or set its `limit`.",
  "rule-unused": "The rule {allow} `{path}` for {endpoint} hit nothing in this run; correct its path or remove it.",
  "rule-without-reason": "A rule needs a `reason`: why may the value differ?",
  "rule-without-target":
    "A rule needs one of `path` (values of the bodies), `effect` (values of the effect on the database) and `header`.",
  "scenario-not-sent-to-attached":
    'The scenario "{name}" has a step that may write and was not sent to an attached server: say in `reset` at the server what puts its data back.',
  "server-attached":
    "Portolan did not start {servers} and does not know its database, so that what the servers write is not compared and the verdicts of this run are not kept.",
  "server-ended-late":
    "The {side} server had ended when `{case}` came, and answered it after a new start: it ends by itself after an answer before it. Look at what it printed last.",
  "server-in-container":
    "`{key}` asks {container} for a container, whose processes Portolan can neither end nor give a database. Start the server itself, or start the container yourself and say `attach: http://127.0.0.1:PORT` in place of `start`, with a `reset` command that puts its data back.",
  "server-reset-alone":
    "`{key}.reset` puts an attached server back; one that is started begins with a database of Portolan's.",
  "server-start-missing":
    "`{key}` says neither `start`, the command that starts the server, nor `attach`, where it runs already.",
  "server-started-and-attached": "`{key}` says both `start` and `attach`: keep the one that is meant.",
  "server-url-unreadable":
    "`{key}` is not the URL of a PostgreSQL server; write postgresql://user:password@127.0.0.1:5432/postgres.",
  "service-in-container":
    "`{key}` asks {container} for a container, whose processes Portolan can neither end nor put back. Start the program itself (Debian has redis-server, mariadb-server and others), or start the container yourself, hand its address over in `environment`, and say so in the reasons.",
  "service-not-compared": "What the two servers do to the service {name} is not compared: {reason}",
  "service-without-start": "The service {name} has no `start`: say which command starts it in the foreground.",
  "side-contradicts-itself":
    "The {side} server answers the case `{case}` otherwise at the end of the run than before, on the same database: something outside the database has changed, and what was compared at this endpoint proves nothing. `restart: per write` beside its `start` in portolan.yaml starts it again after each write; where the answer depends on the time of day, a rule says so.",
  "status-differs": "Rust declares the status {rust}, Python {python} at {where}.",
  "status-undeclared":
    "The {side} route declares the status {status}, which the contract does not list: {statuses} at {where}.",
  "steps-too-many":
    "The {side} code was not followed to its end, because that takes more than {steps} steps, and routes may be missing; name a folder in the project file that has less beside the server.",
  "stub-answer-unclear":
    "`{key}` has either `answer` or, to answer otherwise the second time, `answers` with at least one.",
  "stub-status-unreadable": "`{value}` is no status that a stub can answer with: 200 to 599.",
  "tables-not-compared": "What is written into these tables is not compared row by row: {tables}.",
  "url-path-unreadable": "`{key}` is a path that begins with `/`; `{path}` is not.",
  "value-with-nul": "`{key}` holds a NUL character, which no command, variable or file name can have; take it out.",
  "variable-name-unreadable": "`{name}` is not the name of an environment variable.",
  "variable-unknown": "`{name}` is not a variable that is known here[[; known are {known}]].",
  "verdicts-not-saved":
    "The verdicts of this run could not be saved in `{file}`, so that the ledger shows those of an earlier run: {reason}.",
  "yaml-alias-unknown": "`{alias}` refers to an anchor that does not stand before it.",
  "yaml-complex-key": "A key must be plain text.",
  "yaml-duplicate-key": "`{key}` stands here twice; the first one counts.",
  "yaml-missing-key": "`{key}` is missing[[ in {in}]].",
  "yaml-not-json": "The value of `{key}` cannot be written as JSON: `{value}`.",
  "yaml-quotes-needed": "This text needs quotes: it begins with a character that means something in YAML.",
  "yaml-syntax": "This is not YAML: {message}",
  "yaml-too-deep":
    "The file is nested more than {most} levels deep, or an alias of it leads to itself; it is not read.",
  "yaml-too-large": "The file has more than {most} values; it is not read.",
  "yaml-unknown-key": "`{key}` is not known[[ in {in}]][[; did you mean `{nearest}`?]][[; known are {known}.]]",
  "yaml-unknown-value": "`{value}` is not a value of `{key}`; known are {known}.",
  "yaml-wrong-type": "[[`{key}` ]]must be {expected}; found {found}.",
};
