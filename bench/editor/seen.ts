import type { Page } from "playwright-core";

/** What the window shows at some moment: elements that a selector finds, of which one has a text. */
export interface Sight {
  readonly selector: string;
  readonly text: RegExp;
  /** No element has it. */
  readonly isGone?: true;
}

/**
 * Milliseconds from the first press of a button or key in `act` to the first frame that shows each of `sights`, one after
 * the other. The window itself measures, so that the way to it does not count.
 */
export async function timeUntilSeen(
  page: Page,
  act: () => Promise<void>,
  sights: readonly Sight[],
): Promise<readonly number[]> {
  const watched = sights.map(({ selector, text, isGone = false }) => ({ selector, text: text.source, isGone }));
  await page.evaluate((all) => {
    let begin: number | undefined;
    const onPress = (): void => {
      begin ??= performance.now();
    };
    for (const type of ["mousedown", "keydown"]) addEventListener(type, onPress, { capture: true, once: true });
    const times: number[] = [];
    const isSeen = ({ selector, text, isGone }: (typeof all)[number]): boolean => {
      const pattern = new RegExp(text);
      const elements = [...document.querySelectorAll(selector)];
      return isGone !== elements.some(({ textContent }) => pattern.test(textContent));
    };
    const seen = new Promise<readonly number[]>((resolve) => {
      const look = (): void => {
        const next = all[times.length];
        if (next === undefined) return resolve(times);
        if (begin === undefined || !isSeen(next)) return void requestAnimationFrame(look);
        times.push(performance.now() - begin);
        look();
      };
      look();
    });
    Object.assign(globalThis, { portolanSeen: seen });
  }, watched);
  await act();
  return page.evaluate(() => (globalThis as unknown as { portolanSeen: Promise<readonly number[]> }).portolanSeen);
}
