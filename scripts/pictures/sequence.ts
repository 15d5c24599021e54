import type { Browser } from "playwright-core";

import { shoot } from "./shoot.ts";

/** A moment: what is said of it, and what the window showed of it, from top to bottom, as PNG. */
export interface Moment {
  readonly caption: string;
  readonly parts: readonly Buffer[];
}

const WIDTH = 800;

/** Moments one below the other, numbered, as one picture. `scale` is pixels of the picture to a CSS pixel. */
export async function sequence(browser: Browser | null, moments: readonly Moment[], scale: number): Promise<Buffer> {
  const image = (part: Buffer): string => `<img src="data:image/png;base64,${part.toString("base64")}">`;
  const figures = moments.map(
    ({ caption, parts }, at) =>
      `<figure><figcaption><b>${at + 1}</b> ${caption}</figcaption>${parts.map(image).join("")}</figure>`,
  );
  if (browser === null) throw new Error("The window has no browser of its own.");
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 400 } });
  try {
    await page.setContent(`<style>${STYLE}</style>${figures.join("")}`);
    await page.evaluate(() => Promise.all([...document.images].map((each) => each.decode())));
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: WIDTH, height });
    return await shoot(page, { x: 0, y: 0, width: WIDTH, height }, scale);
  } finally {
    await page.close();
  }
}

const STYLE = `
  body { margin: 0; padding: 12px 16px 16px; background: #181818; color: #cccccc; font: 15px sans-serif; }
  figure { margin: 0 0 14px; }
  figure:last-child { margin: 0; }
  figcaption { padding: 4px 0 8px; }
  b { display: inline-block; width: 22px; border-radius: 11px; margin-right: 6px; background: #0078d4; color: #ffffff; text-align: center; font-weight: normal; }
  img { display: block; width: 100%; }
`;
