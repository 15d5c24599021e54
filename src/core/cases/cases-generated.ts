import type { Operation } from "#core/model/operation.ts";
import type { Case } from "#core/model/run/case.ts";
import type { CaseBody } from "#core/model/run/case-body.ts";
import { identityFor } from "./case-identity.ts";
import type { CaseList, CaseMaterial } from "./case-source.ts";
import { bodyText, contractCase, scalarsOf } from "./contract-case.ts";
import { type Draft, takenBy, validDraft } from "./generate/drafts.ts";
import { type ListEndings, madeUpIds } from "./generate/made-up-ids.ts";
import { objectText } from "./generate/values.ts";
import { type Variant, variantsOf } from "./generate/variants.ts";
import { isHeaderValue } from "./header-text.ts";
import { isWriting } from "./is-writing.ts";
import { requestTarget } from "./request-target.ts";
import { whyNotUnasked } from "./why-not-unasked.ts";

/**
 * Cases that are made up from what an operation takes, where the project or the caller asks for them. What nobody should
 * send unasked is left out; that the contract's example is not sent says why.
 */
export async function casesGenerated(material: CaseMaterial): Promise<CaseList> {
  const { project, operations, emptied } = material;
  if (!material.isGenerating) return { cases: [], findings: [] };
  const undeclared = await material.undeclared();
  const all = [
    ...operations.map((operation) => ({ operation, identity: identityFor(operation.key, operation, project) })),
    // Only a contract says who may send a request.
    ...undeclared.map((operation) => ({ operation, identity: identityFor(operation.key, undefined, project) })),
  ];
  const sendable = all.filter(({ operation }) => whyNotUnasked(operation, emptied.get(operation.key)) === undefined);
  const lists = listEndings(sendable.map(({ operation }) => operation));
  return { cases: sendable.flatMap(({ operation, identity }) => casesFor(operation, identity, lists)), findings: [] };
}

/** What a request for each list has behind its path, without values for parameters in it. */
function listEndings(operations: readonly Operation[]): ListEndings {
  const reading = operations.filter(({ method }) => method === "GET");
  return new Map(
    reading.flatMap((operation) => {
      const draft = validDraft(takenBy(operation), "plain", "required");
      const request = draft && requestOf(operation, draft);
      if (request === undefined || request.headers.length > 0) return [];
      const slash = operation.path.endsWith("/") ? "/" : "";
      return [[operation.key, slash + (/\?.*/s.exec(request.target)?.[0] ?? "")] as const];
    }),
  );
}

function casesFor(operation: Operation, identity: string | undefined, lists: ListEndings): readonly Case[] {
  const example = contractCase(operation);
  const known = example.kind === "case" ? sent(example.case) : undefined;
  return variantsOf(operation).flatMap((variant) => {
    const request = requestOf(operation, variant.draft);
    const isKnown = request !== undefined && sent(request) === known && !variant.isFromNobody;
    return request === undefined || isKnown ? [] : [asCase(operation, variant, request, { identity, lists })];
  });
}

type Request = Pick<Case, "target" | "headers" | "body">;

function sent({ target, headers, body }: Request): string {
  return JSON.stringify([target, headers, body.kind === "text" ? body.text : body.kind]);
}

function asCase(
  operation: Operation,
  { name, isFromNobody, madeUp }: Variant,
  request: Request,
  { identity, lists }: { readonly identity: string | undefined; readonly lists: ListEndings },
): Case {
  const { key, method, place } = operation;
  const ids = isFromNobody ? [] : madeUpIds(operation, madeUp, lists);
  // Of the others the run tells whether a list had one.
  const left = madeUp.filter((parameter) => ids.every((id) => id.parameter !== parameter));
  return {
    id: `generated/${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`,
    endpoint: key,
    name: `generated: ${name}${left.length === 0 ? "" : `, ${left.join(" and ")} made up`}`,
    method,
    ...request,
    ...(identity !== undefined && !isFromNobody && { identity }),
    isWriting: isWriting(method),
    isUnasked: true,
    isGenerated: true,
    ...(ids.length > 0 && { madeUpIds: ids }),
    place,
  };
}

/** The draft as it is sent; undefined where a value has no form in its place. */
function requestOf({ path, body: declared }: Operation, { values, body }: Draft): Request | undefined {
  const pairs = [...values].map(([parameter, value]) => ({ parameter, texts: scalarsOf(value) }));
  if (pairs.some(({ texts }) => texts === undefined)) return undefined;
  const pairsIn = (location: string) =>
    pairs
      .filter(({ parameter }) => parameter.in === location)
      .flatMap(({ parameter, texts = [] }) => texts.map((text) => [parameter.name, text] as const));
  const inPath = Map.groupBy(pairsIn("path"), ([name]) => name);
  const target = requestTarget(
    path,
    new Map([...inPath].map(([name, each]) => [name, each.map(([, text]) => text).join(",")])),
    pairsIn("query"),
  );
  const cookies = pairsIn("cookie").map(([name, text]) => `${name}=${text}`);
  const headers = [...pairsIn("header"), ...(cookies.length > 0 ? [["cookie", cookies.join("; ")] as const] : [])];
  const content = bodyOf(body, declared?.mediaType);
  const isSendable = headers.every(([, text]) => isHeaderValue(text));
  return typeof target === "string" && content && isSendable ? { target, headers, body: content } : undefined;
}

function bodyOf(body: Draft["body"], mediaType = "application/json"): CaseBody | undefined {
  if (body === undefined) return { kind: "none" };
  const text = bodyText(typeof body === "string" ? body : objectText(body), mediaType);
  return text === undefined ? undefined : { kind: "text", text, mediaType };
}
