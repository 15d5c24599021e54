import type { Answer } from "#core/model/run/exchange.ts";
import { type Ask, bodyIs, headerOf } from "./ask.ts";
import type { AssetFault } from "./asset-fault.ts";
import { faultIn, typeFaults } from "./check-file.ts";
import { isPackable } from "./media-types.ts";
import { ENCODINGS, type Encoding, type Site, type SiteFile } from "./site.ts";

/**
 * Asks for a file as browsers do that take it packed: what comes has to be the file again, and to be told apart by caches (`Vary`
 * and `ETag`, RFC 9110, sections 12.5.5 and 8.8.3.3). `plain` is the answer without an encoding.
 */
export async function checkEncodings(
  ask: Ask,
  site: Site,
  file: SiteFile,
  plain: Answer,
): Promise<readonly AssetFault[]> {
  if (!isPackable(file.path)) return [];
  const fault = faultIn(site, file);
  const faults: AssetFault[] = [];
  const packed: Answer[] = [];
  const found = headerOf(plain, "content-encoding");
  if (found !== undefined && found !== "identity") faults.push(fault("assets-encoding-unasked", { found }));
  for (const encoding of Object.keys(ENCODINGS) as readonly Encoding[]) {
    const answer = await ask(file.target, { headers: { "accept-encoding": encoding } });
    if (answer.kind === "unreachable") {
      faults.push(fault("assets-no-answer", { reason: answer.reason }));
      continue;
    }
    const used = headerOf(answer, "content-encoding");
    if (used === undefined || used === "identity") {
      if (file.packed.includes(encoding)) faults.push(fault("assets-packed-unused", { encoding }, "warning"));
      continue;
    }
    packed.push(answer);
    if (used !== encoding) faults.push(fault("assets-encoding-unasked", { found: used }));
    else if (answer.status !== 200 || !bodyIs(answer.body, file.bytes)) {
      faults.push(fault("assets-encoded-content", { encoding }));
    } else faults.push(...typeFaults(file, answer, fault), ...tagFaults(plain, answer, encoding, fault));
  }
  if (packed.length > 0 && [plain, ...packed].some((answer) => !variesByEncoding(answer))) {
    faults.push(fault("assets-vary"));
  }
  return faults;
}

function tagFaults(
  plain: Answer,
  packed: Answer,
  encoding: Encoding,
  fault: ReturnType<typeof faultIn>,
): readonly AssetFault[] {
  const tag = headerOf(packed, "etag");
  const isShared = tag !== undefined && !tag.startsWith("W/") && tag === headerOf(plain, "etag");
  return isShared ? [fault("assets-tag-shared", { encoding })] : [];
}

function variesByEncoding(answer: Answer): boolean {
  const names = (headerOf(answer, "vary") ?? "").toLowerCase().split(",");
  return names.some((name) => ["accept-encoding", "*"].includes(name.trim()));
}
