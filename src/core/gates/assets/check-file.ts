import type { Answer } from "#core/model/run/exchange.ts";
import { type Ask, bodyIs, headerOf, mediaTypeOf } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import { cachingFault, keepingOf } from "./caching.ts";
import { mediaTypesFor } from "./media-types.ts";
import { placeIn, type Site, type SiteFile } from "./site.ts";

/**
 * Asks for a file of the build in the ways in which browsers do: the whole (RFC 9110), its head, whether it changed, and
 * a part of it. The first answer is given back; undefined where it is not the file.
 */
export async function checkFile(
  ask: Ask,
  site: Site,
  file: SiteFile,
): Promise<{ readonly answer?: Answer; readonly faults: readonly AssetFault[] }> {
  const { target, bytes } = file;
  const fault = faultIn(site, file);
  const answer = await ask(target);
  if (answer.kind === "unreachable") return { faults: [fault("assets-no-answer", { reason: answer.reason })] };
  if (answer.status !== 200) return { faults: [fault("assets-not-served", { status: answer.status })] };
  if (!bodyIs(answer.body, bytes)) {
    const isIndex = file !== site.index && bodyIs(answer.body, site.index.bytes);
    return { faults: [fault(isIndex ? "assets-file-falls-back" : "assets-other-content")] };
  }
  const kept = cachingFault(keepingOf(file.path), answer);
  const faults = [
    ...typeFaults(file, answer, fault),
    ...(headerOf(answer, "content-length") === undefined ? [fault("assets-length-missing", undefined, "warning")] : []),
    ...(kept === undefined ? [] : [fault(kept, { found: headerOf(answer, "cache-control") ?? "" })]),
    ...(await headFaults(ask, target, answer, fault)),
    ...(await conditionFaults(ask, target, answer, fault)),
    ...(bytes.length === 0 ? [] : await rangeFaults(ask, target, bytes, fault)),
  ];
  return { answer, faults };
}

/** Makes faults of one file. */
export type MakeFault = (code: string, facts?: AssetFault["facts"], severity?: AssetFault["severity"]) => AssetFault;

export function faultIn({ settings }: Site, { path, target }: SiteFile): MakeFault {
  const place = placeIn(settings, path);
  return (code, facts, severity) => ({
    code,
    place,
    target,
    ...(facts && { facts }),
    ...(severity !== undefined && { severity }),
  });
}

/** What is wrong with the type of an answer for a file of this name. */
export function typeFaults({ path }: Pick<SiteFile, "path">, answer: Answer, fault: MakeFault): readonly AssetFault[] {
  const expected = mediaTypesFor(path);
  const found = mediaTypeOf(answer);
  if (expected.length > 0 && !expected.includes(found)) {
    return [fault("assets-type", { found: found === "" ? "no type" : found, expected: expected[0] ?? "" })];
  }
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(headerOf(answer, "content-type") ?? "")?.[1];
  const isWrong = charset !== undefined && !/^utf-?8$/i.test(charset);
  return isWrong ? [fault("assets-charset", { charset })] : [];
}

async function headFaults(ask: Ask, target: string, answer: Answer, fault: MakeFault): Promise<readonly AssetFault[]> {
  const head = await ask(target, { method: "HEAD" });
  if (head.kind === "unreachable") return [fault("assets-head", { what: "answer", get: "one", head: "none" })];
  if (head.status !== answer.status) {
    return [fault("assets-head", { what: "status", get: answer.status, head: head.status })];
  }
  return ["content-type", "content-length", "etag"].flatMap((name) => {
    const [get, same] = [headerOf(answer, name), headerOf(head, name)];
    // The length may be left out of the answer to HEAD (RFC 9110, section 9.3.2), but never be another one.
    if (get === same || (name === "content-length" && same === undefined)) return [];
    return [fault("assets-head", { what: name, get: get ?? "none", head: same ?? "none" })];
  });
}

/** A browser that has the file asks whether it changed (RFC 9110, section 13). */
async function conditionFaults(
  ask: Ask,
  target: string,
  answer: Answer,
  fault: MakeFault,
): Promise<readonly AssetFault[]> {
  const tag = headerOf(answer, "etag");
  const date = headerOf(answer, "last-modified");
  if (tag === undefined && date === undefined) return [fault("assets-no-validator")];
  const [name, value] = tag === undefined ? ["if-modified-since", date ?? ""] : ["if-none-match", tag];
  const again = await ask(target, { headers: { [name]: value } });
  const isUnchanged = again.kind === "answer" && again.status === 304 && again.body.kind === "empty";
  const faults = isUnchanged
    ? []
    : [fault("assets-not-revalidated", { name, status: again.kind === "answer" ? again.status : "no answer" })];
  if (tag === undefined) return faults;
  const other = await ask(target, { headers: { "if-none-match": '"portolan-has-another"' } });
  const isNew = other.kind === "answer" && other.status === 200;
  return isNew ? faults : [...faults, fault("assets-other-tag-matches")];
}

async function rangeFaults(
  ask: Ask,
  target: string,
  bytes: Uint8Array,
  fault: MakeFault,
): Promise<readonly AssetFault[]> {
  const all = bytes.length;
  const last = Math.min(all, 16);
  const parts = [
    { asked: `bytes=0-${last - 1}`, start: 0, end: last },
    { asked: `bytes=-${last}`, start: all - last, end: all },
  ];
  for (const { asked, start, end } of parts) {
    const part = await ask(target, { headers: { range: asked } });
    const found = part.kind === "answer" ? part.status : "no answer";
    if (part.kind === "unreachable" || part.status !== 206) return [fault("assets-range", { status: found })];
    const range = headerOf(part, "content-range");
    const expected = `bytes ${start}-${end - 1}/${all}`;
    if (range !== expected) return [fault("assets-content-range", { found: range ?? "none" })];
    if (!bodyIs(part.body, bytes.subarray(start, end))) return [fault("assets-range-content")];
  }
  const beyond = await ask(target, { headers: { range: `bytes=${all}-` } });
  const status = beyond.kind === "answer" ? beyond.status : "no answer";
  return status === 416 ? [] : [fault("assets-range-beyond", { status })];
}
