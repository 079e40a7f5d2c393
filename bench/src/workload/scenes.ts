import { spawn } from 'node:child_process';
import type { WorkloadCanvas } from './canvas.ts';
import { makePhoto } from './photo.ts';
import { strip } from './strip.ts';

/** What is painted under the strip. `frame` counts at 60 Hz; the same frame always gives the same picture. */
export interface Scene {
  /** True where something is painted (and the clock runs) sixty times a second. */
  readonly moving: boolean;
  /** The whole picture of `frame`. */
  paint(frame: number): void;
  /** From the picture of the frame before to that of `frame`, as a program would; by default all of it. */
  advance?(frame: number): void;
  /** Ends what the scene started. */
  close?(): void;
}

export const sceneNames = ['idle', 'typing', 'scroll', 'rects', 'photo', 'gears'] as const;
export type SceneName = (typeof sceneNames)[number];
/** Scenes under which the strip's clock stands still. */
export const isStill = (name: SceneName): boolean => name === 'idle' || name === 'typing';

const top = strip.square;
const lineHeight = 16;
const background = 0x202428;

export function makeScene(name: SceneName, canvas: WorkloadCanvas): Scene {
  return {
    idle: () => idle(canvas),
    typing: () => typing(canvas),
    scroll: () => scroll(canvas),
    rects: () => rects(canvas),
    photo: () => photo(canvas),
    gears: () => gears(canvas),
  }[name]();
}

function lineOfText(line: number): string {
  const words = [
    'render',
    'session',
    'gateway',
    'frame',
    'pixel',
    'damage',
    'the',
    'of',
    'a',
    'latency',
    'queue',
    'mesh',
  ];
  let text = `${String(line).padStart(5)}  `;
  for (let index = 0; text.length < 150; index++)
    text += `${words[(line * 7 + index * 5 + ((line * index) % 3)) % words.length]} `;
  return text;
}

function page(canvas: WorkloadCanvas, drawable: number, firstY: number, height: number, lines: number): void {
  canvas.fill(background, [0, firstY, canvas.width, height], drawable);
  for (let line = 0; line * lineHeight < height; line++) {
    canvas.text(4, firstY + line * lineHeight + 12, lineOfText(line % lines), drawable);
  }
}

function idle(canvas: WorkloadCanvas): Scene {
  return { moving: false, paint: () => page(canvas, canvas.window, top, canvas.height - top, 1000) };
}

/** One glyph every six frames (100 ms), wrapped as in a terminal. */
function typing(canvas: WorkloadCanvas): Scene {
  const columns = 100;
  const rows = Math.floor((canvas.height - top) / lineHeight) - 2;
  const glyph = (index: number) => {
    const cell = index % (columns * rows);
    const text = lineOfText(Math.floor(index / columns))[index % columns] ?? ' ';
    canvas.text(8 + (cell % columns) * 6, top + 20 + Math.floor(cell / columns) * lineHeight, text);
  };
  return {
    moving: false,
    paint: () => canvas.fill(background, [0, top, canvas.width, canvas.height - top]),
    advance: frame => {
      if (frame % 6 === 0) glyph(frame / 6);
    },
  };
}

/** Six pixels a frame, as a reader scrolling a long document. */
function scroll(canvas: WorkloadCanvas): Scene {
  const height = canvas.height - top;
  const period = Math.ceil(height / lineHeight / 3) * lineHeight * 3;
  const lines = period / lineHeight;
  const document = canvas.createPixmap(canvas.width, period + height);
  page(canvas, document, 0, period + height, lines);
  return {
    moving: true,
    paint: frame => canvas.copy(document, 0, (frame * 6) % period, 0, top, canvas.width, height),
  };
}

interface Box {
  readonly x: number;
  readonly y: number;
}

/** Sixty solid rectangles that bounce; only what they leave and enter is painted, as a careful program does. */
function rects(canvas: WorkloadCanvas): Scene {
  const count = 60;
  const side = 72;
  const areaHeight = canvas.height - top;
  const bounce = (distance: number, span: number) => {
    const at = distance % (2 * span);
    return Math.round(at < span ? at : 2 * span - at);
  };
  const boxes = (frame: number): Box[] =>
    Array.from({ length: count }, (_, index) => ({
      x: bounce(index * 97 + frame * (1.5 + (index % 7) * 0.6), canvas.width - side),
      y: bounce(index * 61 + frame * (1 + (index % 5) * 0.7), areaHeight - side),
    }));
  const back = canvas.createPixmap(canvas.width, areaHeight);
  const color = (index: number) => ((index * 2654435761) >>> 8) & 0xffffff;
  const compose = (frame: number) => {
    canvas.fill(background, [0, 0, canvas.width, areaHeight], back);
    for (const [index, box] of boxes(frame).entries())
      canvas.fill(color(index), [box.x, box.y, side, side], back);
  };
  return {
    moving: true,
    paint: frame => {
      compose(frame);
      canvas.copy(back, 0, 0, 0, top, canvas.width, areaHeight);
    },
    advance: frame => {
      const before = boxes(frame - 1);
      compose(frame);
      for (const [index, now] of boxes(frame).entries()) {
        const old = before[index] ?? now;
        const x = Math.min(old.x, now.x);
        const y = Math.min(old.y, now.y);
        const width = Math.max(old.x, now.x) + side - x;
        const height = Math.max(old.y, now.y) + side - y;
        canvas.copy(back, x, y, x, top + y, width, height);
      }
    },
  };
}

/** A photograph that pans over the whole screen, about eight pixels a frame. */
function photo(canvas: WorkloadCanvas): Scene {
  const margin = 480;
  const width = canvas.width + margin;
  const areaHeight = canvas.height - top;
  const picture = canvas.createPixmap(width, areaHeight + margin);
  canvas.upload(picture, makePhoto(width, areaHeight + margin), width, areaHeight + margin);
  return {
    moving: true,
    paint: frame => {
      const x = Math.round((margin / 2) * (1 + Math.sin(frame / 34)));
      const y = Math.round((margin / 2) * (1 + Math.cos(frame / 41)));
      canvas.copy(picture, x, y, 0, top, canvas.width, areaHeight);
    },
  };
}

/** Mesa's glxgears under the strip. It has no clock of its own in the picture, so it has no reference frames. */
function gears(canvas: WorkloadCanvas): Scene {
  canvas.showStripOnly(true);
  const geometry = `${canvas.width}x${canvas.height - top}+0+${top}`;
  // Unthrottled software rendering would take both cores from everyone; the lowest priority leaves the rest to the peers.
  const child = spawn('nice', ['-n', '19', 'glxgears', '-geometry', geometry], { stdio: 'ignore' });
  return {
    moving: true,
    // A window manager may give the keys to the new window, and it comes when it comes.
    paint: frame => {
      if (frame % 30 === 0) canvas.focus();
    },
    close: () => {
      child.kill();
      canvas.showStripOnly(false);
    },
  };
}
