import type { BodyPart, CaseBody } from "#core/model/run/case-body.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import { UserError } from "#core/model/user-error.ts";
import type { BinaryFiles, RequestBody } from "#core/ports.ts";

/** As large as a body may be that is sent. */
const LIMIT_BYTES = 64_000_000;

/** A case's body as it goes over the wire; files are read now. Throws a UserError for a file that cannot be read. */
export async function requestBody(body: CaseBody, files: BinaryFiles): Promise<RequestBody> {
  switch (body.kind) {
    case "none":
    case "text":
      return body;
    case "bytes":
      return { kind: "bytes", bytes: bytesOf(body.base64), mediaType: body.mediaType };
    case "file":
      return { kind: "bytes", bytes: await readFile(body.file, files), mediaType: body.mediaType };
    case "multipart":
      return multipartBody(body.parts, files);
  }
}

/** `multipart/form-data` (RFC 7578). The same parts give the same bytes on both sides and in every run. */
async function multipartBody(parts: readonly BodyPart[], files: BinaryFiles): Promise<RequestBody> {
  const contents = await Promise.all(parts.map((part) => contentOf(part, files)));
  const boundary = boundaryFor(contents);
  const pieces = parts.flatMap((part, at) => [
    encode(`--${boundary}\r\n${headersOf(part)}\r\n`),
    contents[at] ?? encode(""),
    encode("\r\n"),
  ]);
  const bytes = joined([...pieces, encode(`--${boundary}--\r\n`)]);
  return { kind: "bytes", bytes, mediaType: `multipart/form-data; boundary=${boundary}` };
}

function headersOf({ name, fileName, mediaType }: BodyPart): string {
  const file = fileName === undefined ? "" : `; filename="${quoted(fileName)}"`;
  const type = mediaType === undefined ? "" : `Content-Type: ${mediaType}\r\n`;
  return `Content-Disposition: form-data; name="${quoted(name)}"${file}\r\n${type}`;
}

/** As browsers write it (HTML standard, section 4.10.21.8). */
function quoted(text: string): string {
  return text.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
}

async function contentOf({ content }: BodyPart, files: BinaryFiles): Promise<Uint8Array> {
  switch (content.kind) {
    case "text":
      return encode(content.text);
    case "bytes":
      return bytesOf(content.base64);
    case "file":
      return readFile(content.file, files);
  }
}

/** One that stands in no part. */
function boundaryFor(contents: readonly Uint8Array[]): string {
  const texts = contents.map(latin1);
  for (let number = 0; ; number++) {
    const boundary = `portolan-part${number === 0 ? "" : `-${number}`}`;
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
}

async function readFile(file: string, files: BinaryFiles): Promise<Uint8Array> {
  try {
    const bytes = await files.readBytes(file, { isNear: true, limitBytes: LIMIT_BYTES });
    if (bytes !== undefined) return bytes;
  } catch (error) {
    if (!(error instanceof UnreadablePath)) throw error;
    throw new UserError(`${file}, which a case sends, is not read: ${error.reason}.`, { cause: error });
  }
  throw new UserError(`A case sends ${file}, and there is no such file. Correct its name in the case file.`);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A character a byte. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
}
