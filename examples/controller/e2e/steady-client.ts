import assert from "node:assert/strict";
import { type ClientRequest, request } from "node:http";

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Twenty a second. */
const BETWEEN_MS = 50;

/**
 * Somebody who uses the interface all the time: twenty requests a second, one after the other, each on a
 * connection of its own, reads and writes in turn. What is not answered is asked again until it is; a write that was
 * done already is told by its name, which is taken.
 */
export class SteadyClient {
  readonly #url: string;
  readonly #token: string;
  readonly #written: string[] = [];
  #working: Promise<void> | undefined;
  #isStopped = false;
  #count = 0;
  #lastAnswer = 0;
  #longestGap = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** The names of all nodes whose writing was answered. */
  get written(): readonly string[] {
    return this.#written;
  }

  start(): void {
    this.#lastAnswer = performance.now();
    this.#working = this.#work();
  }

  /** Asks no more, and returns when what was asked is answered. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#working;
  }

  /** The longest time without an answer while something is done, in milliseconds. */
  async longestGapWhile(work: () => Promise<void>): Promise<number> {
    this.#longestGap = 0;
    await work();
    // Until the next answer the gap is open.
    const seen = this.#count;
    while (this.#count < seen + 2) await pause();
    return this.#longestGap;
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const next = pause();
      await (this.#count % 2 === 0 ? this.#read() : this.#write(`steady-${this.#count}`));
      this.#count += 1;
      await next;
    }
  }

  async #read(): Promise<void> {
    const { status } = await this.#untilAnswered("GET", "/api/nodes?limit=1");
    assert.equal(status, 200);
  }

  async #write(name: string): Promise<void> {
    const { status, body } = await this.#untilAnswered("POST", "/api/nodes", { name, status: "online" });
    // 409 where an earlier attempt was done and its answer lost.
    assert.ok(status === 201 || status === 409, `${name}: ${status} ${body}`);
    this.#written.push(name);
  }

  async #untilAnswered(method: string, path: string, body?: unknown): Promise<Answer> {
    const bound = performance.now() + 60_000;
    while (performance.now() < bound) {
      const answer = await this.#ask(method, path, body);
      // The Node server says 502 for a core server that is gone.
      if (answer !== undefined && answer.status !== 502) {
        this.#note();
        return answer;
      }
      await pause();
    }
    throw new Error(`${method} ${path} was not answered for a minute.`);
  }

  #note(): void {
    const now = performance.now();
    this.#longestGap = Math.max(this.#longestGap, now - this.#lastAnswer);
    this.#lastAnswer = now;
  }

  async #ask(method: string, path: string, body: unknown): Promise<Answer | undefined> {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = {
      Authorization: `Bearer ${this.#token}`,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(text),
    };
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
    const sent: ClientRequest = request(
      this.#url + path,
      { method, headers, agent: false, timeout: 5000 },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
        answer.on("error", () => resolve(undefined));
      },
    );
    sent.on("error", () => resolve(undefined));
    sent.on("timeout", () => sent.destroy());
    sent.end(text);
    return promise;
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
}
