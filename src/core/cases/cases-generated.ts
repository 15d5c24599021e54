import type { Operation } from "#core/model/operation.ts";
import type { Case } from "#core/model/run/case.ts";
import type { CaseBody } from "#core/model/run/case-body.ts";
import { identityFor } from "./case-identity.ts";
import type { CaseList, CaseMaterial } from "./case-source.ts";
import { bodyText, contractCase, scalarsOf } from "./contract-case.ts";
import type { Draft } from "./generate/drafts.ts";
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
  return { cases: sendable.flatMap(({ operation, identity }) => casesFor(operation, identity)), findings: [] };
}

function casesFor(operation: Operation, identity: string | undefined): readonly Case[] {
  const example = contractCase(operation);
  const known = example.kind === "case" ? sent(example.case) : undefined;
  return variantsOf(operation).flatMap((variant) => {
    const request = requestOf(operation, variant.draft);
    const isKnown = request !== undefined && sent(request) === known && !variant.isFromNobody;
    return request === undefined || isKnown ? [] : [asCase(operation, variant, request, identity)];
  });
}

type Request = Pick<Case, "target" | "headers" | "body">;

function sent({ target, headers, body }: Request): string {
  return JSON.stringify([target, headers, body.kind === "text" ? body.text : body.kind]);
}

function asCase(
  { key, method, place }: Operation,
  { name, isFromNobody }: Variant,
  request: Request,
  identity: string | undefined,
): Case {
  return {
    id: `generated/${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`,
    endpoint: key,
    name: `generated: ${name}`,
    method,
    ...request,
    ...(identity !== undefined && !isFromNobody && { identity }),
    isWriting: isWriting(method),
    isUnasked: true,
    isGenerated: true,
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
