/** An answer of Redis in RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/). */
export type Reply = string | Buffer | number | null | RedisError | readonly Reply[];

/** A refusal. */
export class RedisError extends Error {}

/** A command as an array of bulk strings. */
export function encodeCommand(words: readonly (string | Buffer)[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = typeof word === "string" ? Buffer.from(word) : new Uint8Array(word);
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, LINE_END);
  }
  return Buffer.concat(parts);
}

const LINE_END = Buffer.from("\r\n");

/** Takes bytes as they come, and gives the replies that are whole. */
export class ReplyReader {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): readonly Reply[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const replies: Reply[] = [];
    for (;;) {
      const read = readReply(this.#rest, 0);
      if (read === undefined) return replies;
      replies.push(read.reply);
      this.#rest = this.#rest.subarray(read.end);
    }
  }
}

interface Read {
  readonly reply: Reply;
  readonly end: number;
}

/** Undefined where the reply is not all there. */
function readReply(bytes: Buffer, at: number): Read | undefined {
  const lineEnd = bytes.indexOf(LINE_END, at);
  if (lineEnd < 0) return undefined;
  const line = bytes.toString("utf8", at + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCodePoint(bytes[at] ?? 0)) {
    case "+":
      return { reply: line, end };
    case "-":
      return { reply: new RedisError(line), end };
    case ":":
      return { reply: Number(line), end };
    case "$":
      return readBulk(bytes, end, Number(line));
    case "*":
      return readArray(bytes, end, Number(line));
    default:
      throw new Error(`What answers is not Redis: ${line.slice(0, 60)}`);
  }
}

function readBulk(bytes: Buffer, at: number, length: number): Read | undefined {
  if (length < 0) return { reply: null, end: at };
  const end = at + length + 2;
  return bytes.length < end ? undefined : { reply: bytes.subarray(at, at + length), end };
}

function readArray(bytes: Buffer, at: number, length: number): Read | undefined {
  if (length < 0) return { reply: null, end: at };
  const items: Reply[] = [];
  let end = at;
  for (let index = 0; index < length; index += 1) {
    const read = readReply(bytes, end);
    if (read === undefined) return undefined;
    items.push(read.reply);
    end = read.end;
  }
  return { reply: items, end };
}
