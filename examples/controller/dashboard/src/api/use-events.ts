import { useEffect } from "preact/hooks";
import type { paths } from "./schema.d.ts";

const PATH = "/api/events" satisfies keyof paths;

/** What the server tells of by itself. */
const KINDS = ["adopted", "forgotten", "switched"];

/** What was told before comes all at once. */
const PAUSE_MS = 100;

/** Calls `onTold` when something has changed, as long as the page is shown; the browser connects again by itself. */
export function useEvents(onTold: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const told = () => {
      clearTimeout(timer);
      timer = setTimeout(onTold, PAUSE_MS);
    };
    const source = new EventSource(`${PATH}?follow=true`);
    for (const kind of KINDS) source.addEventListener(kind, told);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [onTold]);
}
