import type { HashedFile } from "#core/model/gates/release.ts";
import { isRecord } from "#core/model/is-record.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Ports } from "#core/ports.ts";
import { fileHash } from "#core/session/gates/file-hash.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";

/** What is held against a release; names as the ports take them. */
export interface VerifyAsked {
  /** The release itself. */
  readonly file: string;
  /** The program and the contract; where they lay when it was made, seen from the release's folder, where it is not said. */
  readonly binary?: string;
  readonly contract?: string;
}

/** A file that the release names, as it is now. */
export interface VerifiedFile {
  readonly what: "binary" | "contract";
  readonly file: string;
  readonly isSame: boolean;
  /** Absent where there is no such file. */
  readonly sha256?: string;
  readonly released: string;
}

/** Whether program and contract are those of a release. Throws a UserError where the file is none, or of another version. */
export async function verifyRelease(
  ports: Pick<Ports, "files" | "binaryFiles">,
  { file, ...given }: VerifyAsked,
): Promise<readonly VerifiedFile[]> {
  const text = await ports.files.read(file);
  if (text === undefined) throw new UserError(`There is no release at ${file}; \`portolan gate release\` writes one.`);
  const release = readRelease(text, file);
  const folder = file.replace(/[^/]*$/, "");
  const verify = async (what: VerifiedFile["what"]): Promise<VerifiedFile> => {
    const { file: name, sha256: released } = release[what];
    const at = given[what] ?? folder + name;
    const hash = await fileHash(ports, at);
    return { what, file: at, isSame: hash?.sha256 === released, released, ...(hash && { sha256: hash.sha256 }) };
  };
  return [await verify("binary"), await verify("contract")];
}

function readRelease(text: string, file: string): Readonly<Record<VerifiedFile["what"], HashedFile>> {
  const written = parsedJson(text);
  if (!isRecord(written) || !isHashed(written["binary"]) || !isHashed(written["contract"])) {
    throw new UserError(`${file} is no release that \`portolan gate release\` wrote.`);
  }
  if (written["version"] !== 1) {
    throw new UserError(`${file} has the version ${String(written["version"])}; this Portolan knows version 1.`);
  }
  return { binary: written["binary"], contract: written["contract"] };
}

function isHashed(value: unknown): value is HashedFile {
  return isRecord(value) && typeof value["file"] === "string" && /^[\da-f]{64}$/.test(String(value["sha256"]));
}
