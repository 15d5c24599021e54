import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { Page } from "playwright-core";

/** A part of a page, in CSS pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of a hundred; letters stay sharp. */
const QUALITY = 60;

/** What a page shows, as WebP, which Chromium writes itself. `scale` is pixels of the picture to a CSS pixel. */
export async function shoot(page: Page, clip: Clip, scale: number): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  try {
    const options = { format: "webp", quality: QUALITY, clip: { ...clip, scale } } as const;
    const { data } = await session.send("Page.captureScreenshot", options);
    return Buffer.from(data, "base64");
  } finally {
    await session.detach();
  }
}

/** Writes a picture and says how large it is. */
export async function keep(file: string, picture: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, picture);
  console.log(`${file}: ${Math.round(picture.length / 1000)} kB`);
}
