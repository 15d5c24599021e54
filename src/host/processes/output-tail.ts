import { StringDecoder } from "node:string_decoder";

const LINE_LIMIT = 16 * 1024;
const TAIL_LIMIT = 16 * 1024;

/** The last lines that a process wrote, so many that an error can show them and no more than fit into it. */
export class OutputTail {
  readonly #lines: string[] = [];
  #length = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#length += line.length + 1;
    while (this.#length > TAIL_LIMIT && this.#lines.length > 1) this.#length -= (this.#lines.shift()?.length ?? 0) + 1;
  }

  text(): string {
    return this.#lines.join("\n");
  }
}

/** Cuts one stream of bytes into whole lines of UTF-8; a line without an end is cut after 16 Ki characters. */
export class LineSplitter {
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  /** The lines that this piece completed. */
  push(bytes: Buffer): readonly string[] {
    const lines = (this.#rest + this.#decoder.write(bytes)).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    while (this.#rest.length > LINE_LIMIT) {
      lines.push(this.#rest.slice(0, LINE_LIMIT));
      this.#rest = this.#rest.slice(LINE_LIMIT);
    }
    return lines;
  }

  /** What stands after the last line break, once the stream has ended. */
  end(): readonly string[] {
    const last = this.#rest + this.#decoder.end();
    this.#rest = "";
    return last === "" ? [] : [last];
  }
}
