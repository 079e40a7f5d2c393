/**
 * Runs in any page that shows a remote screen on a canvas or video, before the page's own scripts. It knows nothing of the product: it
 * finds the surface on which the strip can be read and samples that. Times are milliseconds of the wall clock.
 */
interface Sample {
  readonly clock: number;
  readonly seenAt: number;
}

interface BenchSampler {
  /** Whether a strip can be read now, and the surface's size. */
  find(): { width: number; height: number } | null;
  start(mode: 'frames' | 'input'): void;
  stop(): { samples: Sample[]; keys: number[]; wheels: number[]; from: number; until: number };
  /** The whole surface as RGBA, base64, with the clock that it shows. */
  grab(): { width: number; height: number; clock: number; rgba: string } | null;
}

declare const benchStrip: { square: number; clockBits: number; squares: number };
declare const benchReadSquares: (
  luma: ArrayLike<number>,
) => { clock: number; keyFlip: boolean; wheelFlip: boolean } | null;

(() => {
  type Surface = HTMLCanvasElement | HTMLVideoElement;
  const { square, squares } = benchStrip;
  const probe = new OffscreenCanvas(squares, 1);
  const probeContext = probe.getContext('2d', { willReadFrequently: true });
  let surface: Surface | null = null;
  let stopSampling: () => void = () => undefined;
  let result = { samples: [] as Sample[], keys: [] as number[], wheels: [] as number[], from: 0, until: 0 };

  const now = () => performance.timeOrigin + performance.now();
  const sizeOf = (element: Surface) =>
    element instanceof HTMLVideoElement
      ? { width: element.videoWidth, height: element.videoHeight }
      : { width: element.width, height: element.height };

  function read(element: Surface) {
    if (!probeContext || sizeOf(element).width < squares * square) return null;
    // The middle half of each square, averaged by the scaling.
    probeContext.drawImage(element, 0, square / 4, squares * square, square / 2, 0, 0, squares, 1);
    const { data } = probeContext.getImageData(0, 0, squares, 1);
    const luma = new Float32Array(squares);
    for (let index = 0; index < squares; index++) {
      const at = index * 4;
      luma[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
    return benchReadSquares(luma);
  }

  function locate(): Surface | null {
    // Pages keep canvases that they no longer show; only one with a visible box counts.
    const shown = (element: Surface) =>
      element.checkVisibility() && element.getBoundingClientRect().width > 0;
    const candidates = [...document.querySelectorAll<Surface>('canvas, video')].filter(shown);
    candidates.sort((a, b) => sizeOf(b).width * sizeOf(b).height - sizeOf(a).width * sizeOf(a).height);
    surface = candidates.find(candidate => read(candidate) !== null) ?? null;
    return surface;
  }

  const waiting = { key: [] as number[], wheel: [] as number[] };
  addEventListener('keydown', () => waiting.key.push(now()), { capture: true });
  addEventListener('wheel', () => waiting.wheel.push(now()), { capture: true, passive: true });

  function start(mode: 'frames' | 'input'): void {
    result = { samples: [], keys: [], wheels: [], from: now(), until: 0 };
    waiting.key.length = 0;
    waiting.wheel.length = 0;
    let running = true;
    let last = -1;
    const found = locate();
    const first = found && read(found);
    let keyFlip = first?.keyFlip ?? false;
    let wheelFlip = first?.wheelFlip ?? false;
    const sample = () => {
      if (!surface) return;
      const reading = read(surface);
      if (!reading) return;
      const at = now();
      if (reading.clock !== last) {
        if (last !== -1) result.samples.push({ clock: reading.clock, seenAt: at });
        last = reading.clock;
      }
      if (reading.keyFlip !== keyFlip) {
        keyFlip = reading.keyFlip;
        const pressed = waiting.key.shift();
        if (pressed !== undefined) result.keys.push(at - pressed);
      }
      if (reading.wheelFlip !== wheelFlip) {
        wheelFlip = reading.wheelFlip;
        const turned = waiting.wheel.shift();
        if (turned !== undefined) result.wheels.push(at - turned);
      }
    };
    const again = () => {
      if (!running) return;
      sample();
      if (mode === 'frames') requestAnimationFrame(again);
      // Unlike a nested setTimeout, which browsers clamp to 4 ms, a posted task may come every 2 ms.
      else scheduler.postTask(again, { delay: 2, priority: 'user-visible' });
    };
    again();
    stopSampling = () => {
      running = false;
    };
  }

  const sampler: BenchSampler = {
    find: () => {
      const found = locate();
      return found && sizeOf(found);
    },
    start,
    stop: () => {
      stopSampling();
      result.until = now();
      return result;
    },
    grab: () => {
      const found = locate();
      if (!found) return null;
      const { width, height } = sizeOf(found);
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      if (!copy) return null;
      copy.drawImage(found, 0, 0);
      const rgba = copy.getImageData(0, 0, width, height).data;
      const reading = read(found);
      if (!reading) return null;
      let binary = '';
      for (let at = 0; at < rgba.length; at += 0x8000)
        binary += String.fromCharCode(...rgba.subarray(at, at + 0x8000));
      return { width, height, clock: reading.clock, rgba: btoa(binary) };
    },
  };
  Object.assign(globalThis, { benchSampler: sampler });
})();
