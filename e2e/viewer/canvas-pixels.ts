import type { Page } from 'playwright-core';

export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, without padding. */
  readonly rgba: Buffer;
}

/** What the page shows of the remote screen. */
export async function canvasPixels(page: Page): Promise<CanvasPixels> {
  const { width, height, base64 } = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[data-berth-screen]');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || canvas.width === 0 || canvas.height === 0)
      return { width: 0, height: 0, base64: '' };
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let binary = '';
    for (let at = 0; at < data.length; at += 0x8000)
      binary += String.fromCharCode(...data.subarray(at, at + 0x8000));
    return { width: canvas.width, height: canvas.height, base64: btoa(binary) };
  });
  return { width, height, rgba: Buffer.from(base64, 'base64') };
}

/**
 * How a canvas differs from an X screen (B, G, R and an ignored byte); null when it does not. How far it is off tells what was
 * lossy and never made good from what was never shown.
 */
export function differenceTo(
  canvas: CanvasPixels,
  screen: { readonly width: number; readonly height: number; readonly bgrx: Buffer },
): string | null {
  if (canvas.width !== screen.width || canvas.height !== screen.height)
    return `the canvas has ${canvas.width}×${canvas.height}, the screen ${screen.width}×${screen.height}`;
  const { rgba, width } = canvas;
  const { bgrx } = screen;
  let count = 0;
  let first = '';
  let most = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if (rgba[at] === bgrx[at + 2] && rgba[at + 1] === bgrx[at + 1] && rgba[at + 2] === bgrx[at]) continue;
    const shown = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    const drawn = [bgrx[at + 2] ?? 0, bgrx[at + 1] ?? 0, bgrx[at] ?? 0];
    most = Math.max(most, ...shown.map((value, channel) => Math.abs(value - (drawn[channel] ?? 0))));
    first ||= `${(at / 4) % width},${Math.floor(at / 4 / width)}: ${shown} instead of ${drawn}`;
    count++;
  }
  return count === 0 ? null : `${count} pixels differ by up to ${most}, the first at ${first}`;
}
