/** The wording of the gates' findings, in the order of their codes; see `FINDING_SENTENCES`. */
export const GATE_SENTENCES: Readonly<Record<string, string>> = {
  "assets-api-answers":
    "{method} `{target}`, which nothing serves, is answered with {status}: the API's paths must not be answered by what serves the pages.",
  "assets-api-falls-back":
    "{method} `{target}` is answered with the index: the fallback for pages has to leave out the paths of the API, or clients take a page for data.",
  "assets-asks-kept":
    "[[The page {page}: ]]`{target}` is asked for, which stays with Python[[ ({reason})]]; after the switch something has to lead it there.",
  "assets-asks-nowhere": "[[The page {page}: ]]`{target}` is asked for, which neither server serves.",
  "assets-asks-unported":
    "[[The page {page}: ]]`{target}` is asked for, and the Rust server does not serve `{endpoint}` yet.",
  "assets-cache-long":
    "`{target}`[[ (also {others})]] may be kept for a month or longer (`Cache-Control: {found}`), and its name does not change with its content: browsers go on with the old one.",
  "assets-cache-page":
    "`{target}`[[ (also {others})]] may be kept by browsers without asking again ([[`Cache-Control: {found}`, ]]where `no-cache` is meant), so that they go on with the pages of an older build[[, {before}]].",
  "assets-cache-short":
    "`{target}`[[ (also {others})]] has a hash in its name and is not kept for long ([[`Cache-Control: {found}`, ]]where `max-age=31536000, immutable` is meant)[[, {before}]].",
  "assets-charset": "`{target}`[[ (also {others})]] is said to be in {charset}; build files are in UTF-8.",
  "assets-content-range":
    "A part of `{target}`[[ (also {others})]] comes with another `Content-Range` than was asked for: {found}.",
  "assets-encoded-content":
    "`{target}`[[ (also {others})]] is another file when it is asked for with `Accept-Encoding: {encoding}`; where it lies packed beside itself, pack it anew.",
  "assets-encoding-unasked":
    "`{target}`[[ (also {others})]] comes with `Content-Encoding: {found}`, which the request did not take.",
  "assets-escape": "`{target}`[[ (also {others})]] gives away a file outside of the folder that is served.",
  "assets-escape-fails":
    "`{target}`[[ (also {others})]] breaks the server ({status}); a path that leads nowhere is to be refused with 400 or 404.",
  "assets-file-falls-back":
    "`{target}`[[ (also {others})]] is a file of the build, and the index is answered in its place.",
  "assets-folder-missing":
    "There is no folder {folder}, which `gates.assets.folder` names; build the pages first, or correct it.",
  "assets-follows-link":
    "`{target}`[[ (also {others})]] is a link out of the folder that is served, and the server follows it.",
  "assets-foreign": "The page loads `{target}`[[ (also {others})]], which the Rust server does not serve.",
  "assets-head": "HEAD `{target}`[[ (also {others})]] answers another {what} than GET: {head}, and GET {get}.",
  "assets-hidden-file": "`{target}`[[ (also {others})]] is a hidden file that lies in the build, and it is given away.",
  "assets-index-missing":
    "The build in {folder} has no {index}, which pages fall back to; build the pages first, or correct `gates.assets.index`.",
  "assets-length-missing": "`{target}`[[ (also {others})]] comes without `Content-Length`.",
  "assets-link-out":
    "`{target}`[[ (also {others})]] is a link to {to}, outside of the folder that is served; put the file itself there.",
  "assets-missing-falls-back":
    "`{target}` is no file of the build, and the index is answered: a browser takes a page for a script. Let the fallback leave out what lies beside files.",
  "assets-no-answer": "`{target}`[[ (also {others})]] was not answered. {reason}",
  "assets-no-validator":
    "`{target}`[[ (also {others})]] comes with neither `ETag` nor `Last-Modified`, so that browsers load it again and again.",
  "assets-not-revalidated":
    "`{target}`[[ (also {others})]] is asked for with its own `{name}`, and answered with {status} in place of 304.",
  "assets-not-served": "`{target}`[[ (also {others})]] is a file of the build, and is answered with {status}.",
  "assets-old-content": "`{target}`[[ (also {others})]] is answered otherwise than by the old server.",
  "assets-old-foreign": "{origin} is not on this machine; the old server is asked only where it is.",
  "assets-old-header":
    "`{target}`[[ (also {others})]] has another `{name}` than with the old server: {now}, and was {old}.",
  "assets-old-lost":
    "The old server's page loads `{target}`[[ (also {others})]], which the Rust server does not serve as it did.",
  "assets-old-packed":
    "`{target}`[[ (also {others})]] was packed by the old server, and the Rust server sends it as it is.",
  "assets-other-content": "`{target}`[[ (also {others})]] is answered with another content than the file has.",
  "assets-other-host":
    "The page asks for `{target}`[[ (also {others})]] by a host of its own; after the switch the Rust server is not there. Let it be a path.",
  "assets-other-tag-matches":
    "`{target}`[[ (also {others})]] is said to be unchanged whatever `If-None-Match` names, so that browsers never get a new one.",
  "assets-packed-unused":
    "`{target}`[[ (also {others})]] lies packed by {encoding} in the build, and the server sends it as it is.",
  "assets-page": "The page `{target}`[[ (also {others})]] is answered with {status} in place of the index.",
  "assets-page-asks-host":
    "The page `{page}` asks for `{target}`[[ (also {others})]], which is another host than the one that serves it.",
  "assets-page-complains": "The page `{target}`[[ (also {others})]] fails in {browser}: {complaint}",
  "assets-page-content": "The page `{target}`[[ (also {others})]] is answered with something else than the index.",
  "assets-page-request": "The page `{page}` asks for {target}[[ (also {others})]], and gets {why}.",
  "assets-page-request-fails":
    "The page `{page}` asks for {target}[[ (also {others})]], and the server fails ({status}).",
  "assets-page-takes-writes":
    "POST `{target}`[[ (also {others})]] is answered with the index; only GET and HEAD ask for a page.",
  "assets-range":
    "A part of `{target}`[[ (also {others})]] is asked for by `Range`, and answered with {status} in place of 206.",
  "assets-range-beyond":
    "A part beyond the end of `{target}`[[ (also {others})]] is answered with {status} in place of 416.",
  "assets-range-content": "A part of `{target}`[[ (also {others})]] is not what the file has there.",
  "assets-reference":
    "The build names `{target}`[[ (as `{url}`)]][[, seen from the page {page}]], and the Rust server does not serve it.",
  "assets-server-failed": "The pages could not be asked for: {message}",
  "assets-tag-shared":
    "`{target}`[[ (also {others})]] has the same strong `ETag` packed by {encoding} as it is; give it another one, or a weak one.",
  "assets-type": "`{target}`[[ (also {others})]] has the type {found}, where {expected} is meant.",
  "assets-vary":
    "`{target}`[[ (also {others})]] is packed for those who take it, and says no `Vary: Accept-Encoding` each time, so that caches give the packed one to others.",
  "client-check-failed": "`{line}` fails with the committed client: {message}",
  "client-code-differs":
    "The client's code for `{name}` is not what the generator writes[[: it has `{first}`]][[; the generator has `{second}`]][[ (also in {others})]]. Generate it anew.",
  "client-code-missing":
    "The generator writes code for `{name}`, which the committed client does not have[[ (also in {others})]]; generate it anew.",
  "client-code-surplus":
    "The committed client has code for `{name}`, which the generator no longer writes[[ (also in {others})]]; generate it anew.",
  "client-command-without-output":
    "`{key}` has no `${output}`, which stands for where it writes: Portolan compares what is written there, and leaves the committed client alone.",
  "client-file-differs": "The generator writes another file here; generate the client anew.",
  "client-file-missing": "The generator writes `{file}`, which is not committed; generate the client anew.",
  "client-file-surplus":
    "The generator does not write this file; take it away, or move it out of `{output}` where it is yours.",
  "client-generator-failed": "The client could not be generated: {message}",
  "client-layout":
    "The committed client differs in nothing but its layout, first `{first}` where the generator's command has `{second}`: a formatter ran on one of the two alone. Let `gates.client.command` format what it writes, with the formatter's settings named in it.",
  "client-lines-differ":
    "What the generator writes is other here[[: it has `{second}`]][[; the committed client has `{first}`]][[; further places in this file: {more}]]. Generate it anew.",
  "client-not-committed": "There is no client at `{file}`; correct `gates.client.output`, or generate and commit it.",
  "client-not-written":
    "`{line}` wrote nothing to `${output}`; correct `gates.client.command`, so that it writes there.",
  "client-type-differs":
    "The client's type `{name}`[[, used for {users},]] is not what the generator writes[[: it has `{first}`]][[; the generator has `{second}`]][[ (also in {others})]]. Generate it anew.",
  "contract-breaks-client":
    "[[`{operation}`: ]]{message} What Python exports is otherwise than what Rust exports ({rule}).",
  "contract-not-compared": "{message}",
  "contract-stale-added":
    "The {side} server exports `{name}`, which the committed contract does not have; export it anew.",
  "contract-stale-changed":
    "The {side} server's export describes `{name}` otherwise than the committed contract; export it anew.",
  "contract-stale-layout":
    "The {side} server's export says the same in another order or layout than the committed contract, first `{second}` where that has `{first}`; export it anew, and let no formatter touch it.",
  "contract-stale-part": "The {side} server's export has another `{name}` than the committed contract; export it anew.",
  "contract-stale-removed":
    "The {side} server's export no longer has `{name}`, which the committed contract has; export it anew.",
  "contract-stale-text":
    "The committed contract is not what the {side} server exports, first `{second}` where that has `{first}`; export it anew.",
  "cutover-command-failed": "The {step} failed: {message}",
  "cutover-database-unseen":
    "Nobody was seen to use the database that Portolan made for the rehearsal, so that nothing was written. Hand it over in `gates.cutover.environment`: ${database} is its name or its file, ${database.url} its address.",
  "cutover-gap": "Nobody answered for {seconds} s at the {step}; {allowed} s are allowed (`gates.cutover.gap`).",
  "cutover-lost":
    "{count} rows that were acknowledged are not in the database in the end; the first was written {when}, with the text {text}.",
  "cutover-not-up":
    "After the {step} `GET {ready}` did not answer 2xx within {seconds} s.[[ What was printed last: {output}]]",
  "cutover-old-text":
    "{count} rows hold another text than was acknowledged, first row {id}, read {when}: it has to hold {text}[[, and {wrong} was read]].",
  "cutover-reads-otherwise": "{side} reads row {id} otherwise than {other} did: {after}, and was {before}.",
  "cutover-refused":
    "{count} requests of the client ({doing}) were refused with {status}, the first {when}; they were taken before.",
  "cutover-row-gone":
    "{count} rows are not found any more, first row {id} ({text}), which was written {written} and asked for {when}.",
  "cutover-rows-unknown":
    "The rows could not be counted in the database: its schema changed meanwhile, too much changed, or there is none.",
  "cutover-stage-failed": "The rehearsal could not begin: {message}",
  "cutover-status": "After the {step} {expected} should answer, and `gates.cutover.status` says: {found}",
  "cutover-stranger": "After the {step} was done {count} requests were still answered by {side}.",
  "cutover-twice":
    "{count} writes that were sent once stand in the database more than once; the first was sent {when}, with the text {text}.",
  "cutover-unanswered": "After the {step} was done {count} requests got no answer. {what}",
  "release-binary-changed":
    "{binary} is another program now than when parity began; build nothing meanwhile, and run the gate again.",
  "release-binary-missing":
    "There is no program {binary}; correct `gates.release.binary`, or `gates.release.build`, which has to make it.",
  "release-contract-changed": "{file} is not what it was when the gate began, or is gone; run the gate again.",
  "release-endpoint-unknown": "`{endpoint}` is asked for, and neither the servers nor the contract have it.",
  "release-gate-failed": "The gate `{name}` failed.",
  "release-gate-not-run":
    "The gate `{name}` could not be run: {reason} Where the release need not have it, say why in `gates.release.without: { {name}: REASON }`.",
  "release-milestone-unknown": "There is no milestone `{name}`; correct `gates.release.milestones`.",
  "release-not-verified": "`{endpoint}` is not verified: {why}[[, and {called}]].",
  "release-nothing-asked":
    "Nothing is asked for: the project file has no milestones, and no client calls anything. Name `milestones`, or `gates.release.calls` or `clients`.",
  "release-other-binary":
    "{binary} is not the program that answered: no process that was started ran it. Let `gates.release.start` start it.",
  "release-parity-failed": "Parity could not be run. {reason}",
  "schema-again-changes":
    "On {engine}, the {side} server's migrations change a database that {before} has migrated[[, first {what}]]; applied again, they have to change nothing.",
  "schema-again-failed":
    "On {engine}, the {side} server's migrations fail on a database that {before} has migrated: {message}",
  "schema-build-failed": "The {side} server could not be built: {message}",
  "schema-column-differs": "On {engine}, `{column}` differs in {what}: Python makes `{python}`, Rust makes `{rust}`.",
  "schema-column-order":
    "On {engine}, the columns of `{table}` stand in another order in Rust: {rust}. Only statements without a list of columns notice.",
  "schema-empty":
    "On {engine}, neither server made a table; see whether `gates.schema` names the commands that migrate, and whether they use `${database}`.",
  "schema-lacks": "On {engine}, the {side} server does not make {what}, which the other one makes.",
  "schema-lacks-migration":
    "On {engine}, the {side} server's migrations lack `{name}`, which the other one has noted in `{tool}`.",
  "schema-migration-failed": "On {engine}, the {side} server's migrations fail on an empty database: {message}",
  "schema-own-migration":
    "This migration lies with the {side} server, and the project's lie in {migrations}; move it there, for both.",
  "schema-part-differs": "On {engine}, the two servers make another {what}.",
};
