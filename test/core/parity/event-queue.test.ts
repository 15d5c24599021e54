import { expect, test } from "vitest";

import { createEventQueue } from "#core/parity/run/event-queue.ts";

test("what was pushed before the end is read, in order", async () => {
  const queue = createEventQueue<number>();
  void queue.push(1);
  void queue.push(2);
  queue.close();
  const read: number[] = [];
  for await (const event of queue) read.push(event);
  expect(read).toEqual([1, 2]);
});

test("a push is over when the reader asks for the next event", async () => {
  const queue = createEventQueue<string>();
  const reader = queue[Symbol.asyncIterator]();
  let isTaken = false;
  const pushed = queue.push("large").then(() => (isTaken = true));
  expect(await reader.next()).toEqual({ done: false, value: "large" });
  expect(isTaken).toBe(false);
  const next = reader.next();
  await pushed;
  queue.close();
  expect(await next).toEqual({ done: true, value: undefined });
});
