import { isRecord } from "#core/model/is-record.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { OperationParameter } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";

import type { CrateAbilities } from "./crate-abilities.ts";
import { snakeName } from "./rust-names.ts";
import type { StubType } from "./stub-types.ts";
import { rustText, rustType } from "./write-models.ts";

/** What a handler takes and answers, as far as types could be made for it. */
export interface HandlerParts {
  readonly name: string;
  /** As utoipa's attribute has it. */
  readonly attributePath: string;
  /** The status of a good answer. */
  readonly status: number;
  readonly answer?: StubType;
  readonly body?: StubType;
  readonly path: readonly { readonly name: string; readonly type: StubType }[];
  /** What the contract says of each status. */
  readonly descriptions: Readonly<Record<string, string>>;
}

/** The text of a handler that answers 501, up to the only line of its body, where the cursor goes, and from there. */
export interface HandlerText {
  readonly before: string;
  readonly body: string;
}

/** What FastAPI says of an answer that nobody describes. */
const SUCCESS = "Successful Response";

export function writeHandler(
  row: LedgerRow,
  parts: HandlerParts,
  { file, abilities }: { readonly file: string; readonly abilities: CrateAbilities },
): HandlerText {
  const { name, answer, status } = parts;
  const json = answer && `axum::Json<${rustType(answer, abilities)}>`;
  const value = status === 200 ? json : json && `(axum::http::StatusCode, ${json})`;
  const returns = value === undefined ? "axum::http::StatusCode" : `Result<${value}, axum::http::StatusCode>`;
  const head = [...docLines(row, file), ...utoipaLines(row, parts, abilities)].map((line) => `${line}\n`).join("");
  const taken = extractors(parts, abilities);
  const taking = taken.length === 0 ? "()" : `(\n${taken.map((each) => `    ${each},\n`).join("")})`;
  const before = `${head}pub async fn ${name}${taking} -> ${returns} {\n    `;
  const stub = "axum::http::StatusCode::NOT_IMPLEMENTED";
  return { before, body: `${value === undefined ? stub : `Err(${stub})`}\n}\n` };
}

/** What the contract says of it, and a link to what is ported. */
function docLines({ operation, python }: LedgerRow, file: string): readonly string[] {
  const summary = operation?.summary?.trim();
  const handler = python.find((route) => route.handler !== undefined)?.handler;
  const link = handler && `[\`${handler.name}\`](${relativeTo(file, handler.place)})`;
  return [
    ...(summary ? summary.split(/\r?\n/).map((line) => `/// ${line}`.trimEnd()) : []),
    ...(summary && link ? ["///"] : []),
    ...(link ? [`/// Ports ${link}, and answers 501 until it does.`] : []),
  ];
}

/** Of a file to a line of another, as links write it. */
function relativeTo(from: string, { file, range }: Place): string {
  const folders = from.split("/").slice(0, -1);
  const to = file.split("/");
  let shared = 0;
  while (shared < folders.length && folders[shared] === to[shared] && folders[shared] !== "..") shared += 1;
  const up = folders.slice(shared).map(() => "..");
  const path = [...up, ...to.slice(shared)].map((part) => encodeURI(part)).join("/");
  return `${path}#L${range.start.line + 1}`;
}

function extractors({ path, body }: HandlerParts, abilities: CrateAbilities): readonly string[] {
  const names = path.map(({ name }) => `_${snakeName(name).replace(/^r#/, "")}`);
  const types = path.map(({ type }) => rustType(type, abilities));
  const [name = ""] = names;
  const [type = ""] = types;
  return [
    ...(path.length === 1 ? [`axum::extract::Path(${name}): axum::extract::Path<${type}>`] : []),
    ...(path.length > 1
      ? [`axum::extract::Path((${names.join(", ")})): axum::extract::Path<(${types.join(", ")})>`]
      : []),
    ...(body === undefined ? [] : [`axum::Json(_body): axum::Json<${rustType(body, abilities)}>`]),
  ];
}

/** `#[utoipa::path(…)]` as the contract has the operation. */
function utoipaLines(
  row: LedgerRow,
  { attributePath, status, answer, body, descriptions }: HandlerParts,
  abilities: CrateAbilities,
): readonly string[] {
  const { operation, method } = row;
  if (!abilities.hasUtoipa || method === "ANY" || method === "CONNECT") return [];
  const [tag] = operation?.tags ?? [];
  const statuses = operation?.statuses.length ? operation.statuses : [String(status)];
  const responses = statuses
    .filter((each) => /^\d{3}$/.test(each))
    .map((each) => {
      const isGood = Number(each) === status;
      const content = isGood && answer ? `, body = ${rustType(answer, abilities)}` : "";
      return `        (status = ${each}, description = ${rustText(descriptions[each] ?? SUCCESS)}${content}),`;
    });
  const parameters = (operation?.parameters ?? []).filter((each) => each.in === "path" || each.in === "query");
  const security = (operation?.isSecured ? (operation.schemes ?? []) : []).map(
    (scheme) => `(${rustText(scheme)} = [])`,
  );
  return [
    "#[utoipa::path(",
    `    ${method.toLowerCase()},`,
    `    path = ${rustText(attributePath)},`,
    ...(tag === undefined ? [] : [`    tag = ${rustText(tag)},`]),
    ...(parameters.length === 0 ? [] : ["    params(", ...parameters.map((each) => parameterLine(each)), "    ),"]),
    ...(body === undefined ? [] : [`    request_body = ${rustType(body, abilities)},`]),
    ...(security.length === 0 ? [] : [`    security(${security.join(", ")}),`]),
    "    responses(",
    ...responses,
    "    ),",
    ")]",
  ];
}

function parameterLine({ name, in: where, isRequired, schema }: OperationParameter): string {
  const type = PARAMETER_TYPES[typeIn(schema)] ?? "String";
  const own = where === "query" && !isRequired ? `Option<${type}>` : type;
  return `        (${rustText(name)} = ${own}, ${where === "path" ? "Path" : "Query"}),`;
}

const PARAMETER_TYPES: Readonly<Record<string, string>> = { integer: "i64", number: "f64", boolean: "bool" };

function typeIn(schema: OperationParameter["schema"]): string {
  const type = isRecord(schema) ? schema["type"] : undefined;
  return typeof type === "string" ? type : "";
}
