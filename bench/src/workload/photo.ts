/**
 * A picture with the statistics of a photograph (1/f noise in three correlated channels, soft shading, hard edges), made
 * from a fixed seed, as BGRX bytes. Codecs treat it like a photograph; nothing has to be shipped.
 */
export function makePhoto(width: number, height: number): Buffer {
  const random = mulberry32(20260801);
  const octaves = [512, 256, 128, 64, 32, 16, 8, 4, 2].map(cell => ({
    cell,
    grid: makeGrid(width, height, cell, random),
  }));
  const pixels = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let detail = 0;
      for (const { cell, grid } of octaves) detail += sample(grid, x / cell, y / cell) * cell ** 0.6;
      const tone = detail / 55;
      const hill = y > height * (0.55 + 0.12 * Math.sin(x / 170) + 0.05 * Math.sin(x / 41)) ? 1 : 0;
      const sky = 1 - y / height;
      const at = (y * width + x) * 4;
      pixels[at] = clamp(hill ? 60 + 50 * tone : 150 + 90 * sky + 22 * tone);
      pixels[at + 1] = clamp(hill ? 95 + 75 * tone : 120 + 80 * sky + 24 * tone);
      pixels[at + 2] = clamp(hill ? 80 + 85 * tone : 110 + 60 * sky + 30 * tone);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

interface Grid {
  readonly columns: number;
  readonly values: Float32Array;
}

function makeGrid(width: number, height: number, cell: number, random: () => number): Grid {
  const columns = Math.ceil(width / cell) + 2;
  const values = new Float32Array(columns * (Math.ceil(height / cell) + 2));
  for (let index = 0; index < values.length; index++) values[index] = random() * 2 - 1;
  return { columns, values };
}

function sample(grid: Grid, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = smooth(x - column);
  const fy = smooth(y - row);
  const at = row * grid.columns + column;
  const value = (index: number) => grid.values[index] ?? 0;
  const top = value(at) + (value(at + 1) - value(at)) * fx;
  const bottom = value(at + grid.columns) + (value(at + grid.columns + 1) - value(at + grid.columns)) * fx;
  return top + (bottom - top) * fy;
}

const smooth = (t: number) => t * t * (3 - 2 * t);
const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)));

/** A small seeded generator (public domain algorithm by Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
