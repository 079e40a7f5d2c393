export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Placement extends Size {
  readonly left: number;
  readonly top: number;
}

/** A difference this small is a rounded size, not another one: one to one is crisp, 0.998 to one is not. */
const nearlyOne = 0.01;
const edge = 0.1;

/**
 * Where the remote screen goes in the window, in CSS pixels: scaled to fit, centred, on whole device pixels, and one
 * to one where that (nearly) fits.
 */
export function placeScreen(screen: Size, window: Size, density: number): Placement {
  const scale = Math.min((window.width * density) / screen.width, (window.height * density) / screen.height);
  const exact = Math.abs(scale - 1) < nearlyOne ? 1 : scale;
  const width = Math.max(1, Math.round(screen.width * exact)) / density;
  const height = Math.max(1, Math.round(screen.height * exact)) / density;
  const onPixel = (value: number) => Math.round(value * density) / density;
  return {
    left: onPixel((window.width - width) / 2),
    top: onPixel((window.height - height) / 2),
    width,
    height,
  };
}

/**
 * One screen pixel on one device pixel. Of a screen that is larger than the window, the part is shown that the pointer is
 * at: its place in the window, 0 to 1 on each axis, is its place in the screen.
 */
export function placeExact(
  screen: Size,
  window: Size,
  density: number,
  at: { x: number; y: number },
): Placement {
  const along = (pixels: number, side: number, place: number) => {
    const length = pixels / density;
    // Edges are reached a little before the window's own, where a hand would have to be exact.
    const reach = Math.min(1, Math.max(0, (place - edge) / (1 - 2 * edge)));
    const start = (side - length) * (length > side ? reach : 0.5);
    return { start: Math.round(start * density) / density, length };
  };
  const across = along(screen.width, window.width, at.x);
  const down = along(screen.height, window.height, at.y);
  return { left: across.start, top: down.start, width: across.length, height: down.length };
}

/** The screen pixel under a point of the window; points beside the picture give its nearest edge. */
export function screenPoint(
  client: { x: number; y: number },
  picture: Placement,
  screen: Size,
): { x: number; y: number } {
  const along = (at: number, start: number, length: number, pixels: number) =>
    Math.min(pixels - 1, Math.max(0, Math.floor(((at - start) * pixels) / length)));
  return {
    x: along(client.x, picture.left, picture.width, screen.width),
    y: along(client.y, picture.top, picture.height, screen.height),
  };
}
