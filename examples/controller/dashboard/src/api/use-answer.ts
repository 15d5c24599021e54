import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { readReason } from "./client.ts";

interface Asked<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
}

/** What a page knows of an answer: the last one that came, and what is wrong since. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  readonly problem: string | undefined;
  readonly reload: () => void;
}

/**
 * Asks when the page appears, when one of `inputs` changes, on `reload`, and every `everyMs` while the page is looked
 * at. `first` stands for the answer until there is one.
 */
export function useAnswer<Data>(
  ask: () => Promise<Asked<Data>>,
  inputs: readonly unknown[],
  { first, everyMs }: { readonly first?: Data | undefined; readonly everyMs?: number } = {},
): Answer<Data> {
  const [data, setData] = useState(first);
  const [problem, setProblem] = useState<string>();
  const latest = useRef(0);
  const reload = useCallback(() => {
    const mine = ++latest.current;
    const take = async () => {
      const answer: Asked<Data> = await ask().catch(() => ({ error: { detail: "The server does not answer" } }));
      // An answer that a later question has overtaken is old.
      if (mine !== latest.current) return;
      if (answer.error === undefined) setData(answer.data);
      setProblem(answer.error === undefined ? undefined : readReason(answer.error));
    };
    void take();
  }, inputs);

  useEffect(() => {
    reload();
    return () => void latest.current++;
  }, [reload]);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => document.visibilityState === "visible" && reload(), everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);
  return { data, problem, reload };
}
