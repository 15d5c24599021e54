import { expect, test } from "vitest";

import type { CaseBody } from "#core/model/run/case-body.ts";
import { UnreadablePath } from "#core/model/unreadable-path.ts";
import { requestBody } from "#core/parity/run/request-body.ts";
import type { BinaryFiles } from "#core/ports.ts";

const FILES: BinaryFiles = {
  readBytes: (file) => {
    if (file === "pipe") return Promise.reject(new UnreadablePath(file, "it is a device or a pipe", "rule"));
    return Promise.resolve(file === "dot.png" ? Uint8Array.of(0x89, 0x50, 0xff) : undefined);
  },
};

/** The media type, then what goes over the wire, a character a byte, a line each line. */
async function checkBody(body: CaseBody): Promise<string> {
  const sent = await requestBody(body, FILES);
  if (sent.kind !== "bytes") return sent.kind;
  const text = new TextDecoder("latin1").decode(sent.bytes);
  return `${sent.mediaType}\n${JSON.stringify(text).replaceAll(String.raw`\r\n`, "\n")}`;
}

test("bytes and files are sent as they are", async () => {
  expect(await checkBody({ kind: "bytes", base64: "/wB/", mediaType: "application/octet-stream" })).toBe(
    `application/octet-stream\n"ÿ${String.raw`\u0000`}\u007F"`,
  );
  expect(await checkBody({ kind: "file", file: "dot.png", mediaType: "image/png" })).toBe('image/png\n"‰Pÿ"');
});

test("parts have names, names of files and media types, and a boundary that none of them contains", async () => {
  const parts = [
    { name: 'a "note"', content: { kind: "text", text: "portolan-part" } },
    { name: "picture", fileName: "dot.png", mediaType: "image/png", content: { kind: "file", file: "dot.png" } },
  ] as const;
  expect(await checkBody({ kind: "multipart", parts })).toMatchInlineSnapshot(`
    "multipart/form-data; boundary=portolan-part-1
    "--portolan-part-1
    Content-Disposition: form-data; name=\\"a %22note%22\\"

    portolan-part
    --portolan-part-1
    Content-Disposition: form-data; name=\\"picture\\"; filename=\\"dot.png\\"
    Content-Type: image/png

    ‰Pÿ
    --portolan-part-1--
    ""
  `);
});

test("a file that is missing or not read is told with its name", async () => {
  const file = (name: string): CaseBody => ({ kind: "file", file: name, mediaType: "image/png" });
  await expect(requestBody(file("none.png"), FILES)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: A case sends none.png, and there is no such file. Correct its name in the case file.]`,
  );
  await expect(requestBody(file("pipe"), FILES)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: pipe, which a case sends, is not read: it is a device or a pipe.]`,
  );
});
