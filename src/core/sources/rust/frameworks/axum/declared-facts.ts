import type { Route } from "#core/model/route.ts";
import type { RustFunction, UtoipaResponse } from "#core/model/sources/rust-facts.ts";
import type { Value } from "../../values/values.ts";

type Facts = Pick<
  Route,
  "tags" | "isDeprecated" | "statusCode" | "responseModel" | "requestModel" | "dependencies" | "statusCodes"
>;

/** What the signature and the attributes of a handler say of its routes. */
export function declaredFacts(handler: Value): Facts {
  if (handler.kind !== "function") return {};
  const { declaration, module } = handler;
  const { utoipa } = declaration;
  const codes = (utoipa?.responses ?? []).map(({ status }) => statusOf(status)).filter((code) => code !== undefined);
  const good = codes.find((code) => code >= 200 && code < 300);
  const response = responseOf(declaration);
  const request = utoipa?.requestBody ?? bodyParameter(declaration);
  return {
    ...(utoipa && utoipa.tags.length > 0 && { tags: utoipa.tags }),
    ...(declaration.isDeprecated && { isDeprecated: true }),
    ...(good !== undefined && { statusCode: good }),
    ...(codes.length > 0 && { statusCodes: [...new Set(codes)].toSorted((one, other) => one - other) }),
    ...(response && { responseModel: { text: response.text, place: { file: module.file, range: response.at } } }),
    ...(request !== undefined && {
      requestModel: { text: request, place: { file: module.file, range: utoipa?.at ?? declaration.at } },
    }),
    ...(utoipa && utoipa.security.length > 0 && { dependencies: utoipa.security }),
  };
}

/** The body of the first good response of the attribute, else the type that the function returns. */
function responseOf({ utoipa, returns, returnsAt }: RustFunction): UtoipaResponse["body"] {
  const declared = utoipa?.responses.find(({ status, body }) => {
    const code = statusOf(status);
    return body && code !== undefined && code >= 200 && code < 300;
  })?.body;
  if (declared) return declared;
  return returns !== "" && returnsAt && !/^impl\b/.test(returns) ? { text: returns, at: returnsAt } : undefined;
}

/** axum takes the body by the last parameter: `Json(input): Json<NodeInput>` */
function bodyParameter({ parameters }: RustFunction): string | undefined {
  const type = parameters.at(-1)?.type ?? "";
  return /^(?:\w+::)*(?:Json|Form)\s*<([\s\S]*)>$/.exec(type)?.[1]?.trim();
}

/** Of `http::StatusCode`'s names, those that APIs answer with. */
const CODES: Readonly<Record<string, number>> = {
  OK: 200,
  CREATED: 201,
  ACCEPTED: 202,
  NON_AUTHORITATIVE_INFORMATION: 203,
  NO_CONTENT: 204,
  RESET_CONTENT: 205,
  PARTIAL_CONTENT: 206,
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  NOT_MODIFIED: 304,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  GONE: 410,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE_ENTITY: 422,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
};

/** `200`, `CREATED`, `StatusCode::CREATED` → the code; a range such as `4XX` is none. */
function statusOf(text: string): number | undefined {
  if (/^\d{3}$/.test(text)) return Number(text);
  return CODES[text.split("::").at(-1) ?? ""];
}
