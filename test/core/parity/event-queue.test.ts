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

test("a push is over when the reader is done with all events before it, so that one waits at most", async () => {
  const queue = createEventQueue<string>();
  const reader = queue[Symbol.asyncIterator]();
  await queue.push("first");
  let isOver = false;
  const pushed = queue.push("second").then(() => (isOver = true));
  expect(await reader.next()).toEqual({ done: false, value: "first" });
  expect(isOver).toBe(false);
  const next = reader.next();
  await pushed;
  queue.close();
  expect(await next).toEqual({ done: false, value: "second" });
  expect(await reader.next()).toEqual({ done: true, value: undefined });
});
