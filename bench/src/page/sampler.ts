/**
 * Runs in any page that shows a remote screen on a canvas or video, before the page's own scripts. It knows nothing of the product: it
 * finds the surface on which the strip can be read and samples that. Times are milliseconds of the wall clock.
 */
interface Sample {
  readonly clock: number;
  readonly seenAt: number;
}

type Mode = 'frames' | 'changes' | 'input';

interface BenchSampler {
  /** The surface on which a strip can be read now. */
  find(): { width: number; height: number; clock: number } | null;
  /** The size of the largest surface in sight, once anything of so many colours is drawn on it. */
  picture(leastColours: number): { width: number; height: number } | null;
  /** `changes`: as `frames`, and every change of the whole picture. */
  start(mode: Mode): void;
  /** Resolves when no key press or wheel turn waits for its flip any more, or gives those up after `patienceMs`. */
  settled(patienceMs: number): Promise<void>;
  /** Resolves with the time when a clock of `since` or later was first seen; null after `patienceMs`. */
  seen(since: number, patienceMs: number): Promise<number | null>;
  stop(): {
    samples: Sample[];
    keys: number[];
    wheels: number[];
    rejected: number;
    changes: number;
    from: number;
    until: number;
  };
  /** The whole surface as RGBA, base64, with the clock that it shows. */
  grab(): { width: number; height: number; clock: number; rgba: string } | null;
}

declare const benchStrip: { square: number; clockBits: number; squares: number };
declare const benchReadSquares: (
  luma: ArrayLike<number>,
) => { clock: number; keyFlip: boolean; wheelFlip: boolean } | null;

(() => {
  type Surface = HTMLCanvasElement | HTMLVideoElement;
  type Picture = Surface | OffscreenCanvas;
  const { square, squares } = benchStrip;
  const probe = new OffscreenCanvas(squares, 1);
  const probeContext = probe.getContext('2d', { willReadFrequently: true });
  let surface: Surface | null = null;
  let stopSampling: () => void = () => undefined;
  let result = {
    samples: [] as Sample[],
    keys: [] as number[],
    wheels: [] as number[],
    rejected: 0,
    changes: 0,
    from: 0,
    until: 0,
  };

  // The origin of `performance.now` may be off from the wall clock by what the machine was stopped or its clock set.
  const rawNow = () => performance.timeOrigin + performance.now();
  // The largest of many: being interrupted between the two readings makes it smaller.
  const drift = Math.max(...Array.from({ length: 30 }, () => Date.now() + 0.5 - rawNow()));
  const correction = Math.abs(drift) > 2 ? drift : 0;
  const now = () => rawNow() + correction;
  const sizeOf = (element: Picture) =>
    element instanceof HTMLVideoElement
      ? { width: element.videoWidth, height: element.videoHeight }
      : { width: element.width, height: element.height };

  function read(element: Picture) {
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

  function candidates(): Surface[] {
    // Pages keep canvases that they no longer show; only one with a visible box counts.
    const shown = (element: Surface) =>
      element.checkVisibility() && element.getBoundingClientRect().width > 0;
    const area = (element: Surface) => sizeOf(element).width * sizeOf(element).height;
    const all = [...document.querySelectorAll<Surface>('canvas, video')];
    return all.filter(shown).sort((a, b) => area(b) - area(a));
  }

  function locate(): Surface | null {
    surface = candidates().find(candidate => read(candidate) !== null) ?? null;
    return surface;
  }

  const small = new OffscreenCanvas(160, 90).getContext('2d', { willReadFrequently: true });
  function thumbnail(element: Picture): Uint32Array | null {
    if (!small || sizeOf(element).width === 0) return null;
    small.clearRect(0, 0, 160, 90);
    small.drawImage(element, 0, 0, 160, 90);
    return new Uint32Array(small.getImageData(0, 0, 160, 90).data.buffer);
  }

  function picture(leastColours: number) {
    const found = candidates()[0];
    const pixels = found && thumbnail(found);
    if (!found || !pixels) return null;
    const colours = new Set(pixels.map(pixel => pixel & 0xffffff));
    // Nothing drawn is transparent or black, by the kind of canvas.
    const drawn = colours.size > 1 || !colours.has(0);
    return drawn && colours.size >= leastColours ? sizeOf(found) : null;
  }

  const modulus = 2 ** benchStrip.clockBits;
  /** From one clock to another, or to a time of day, whichever way round is shorter. */
  const between = (clock: number, later: number) => {
    const ahead = (((later - clock) % modulus) + modulus) % modulus;
    return ahead < modulus / 2 ? ahead : ahead - modulus;
  };
  // The clock in the picture is cut to whole milliseconds, and the page's is up to 2 ms off.
  const isPainted = (clock: number, at: number, last: number) =>
    between(clock, at) > -4 && between(clock, at) < 10_000 && (last === -1 || between(last, clock) > 0);

  const waiting = { key: [] as number[], wheel: [] as number[] };
  addEventListener('keydown', () => waiting.key.push(now()), { capture: true });
  addEventListener('wheel', () => waiting.wheel.push(now()), { capture: true, passive: true });

  // Unlike a nested setTimeout, which browsers clamp to 4 ms, a posted task may come every 2 ms.
  const soon = (task: () => void) => scheduler.postTask(task, { delay: 2, priority: 'user-visible' });
  const pollFor = <T>(patienceMs: number, probeOnce: () => T | null): Promise<T | null> =>
    new Promise(resolve => {
      const deadline = now() + patienceMs;
      const again = () => {
        const found = probeOnce();
        if (found !== null || now() > deadline) resolve(found);
        else soon(again);
      };
      again();
    });

  function start(mode: Mode): void {
    result = { samples: [], keys: [], wheels: [], rejected: 0, changes: 0, from: now(), until: 0 };
    waiting.key.length = 0;
    waiting.wheel.length = 0;
    let running = true;
    let last = -1;
    let shown = -1;
    let before = 0;
    const found = locate();
    const first = found && read(found);
    let keyFlip = first?.keyFlip ?? false;
    let wheelFlip = first?.wheelFlip ?? false;
    const sample = () => {
      if (!surface) return;
      const reading = read(surface);
      if (!reading) return;
      const at = now();
      if (reading.clock !== shown) {
        const first = shown === -1;
        shown = reading.clock;
        if (isPainted(shown, at, last)) {
          if (!first) result.samples.push({ clock: shown, seenAt: at });
          last = shown;
        } else if (!first) result.rejected++;
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
    const compareWhole = () => {
      const pixels = surface && thumbnail(surface);
      if (!pixels) return;
      const hash = pixels.reduce((sum, pixel) => (Math.imul(sum, 31) + pixel) | 0, 1);
      if (before !== 0 && hash !== before) result.changes++;
      before = hash;
    };
    const again = () => {
      if (!running) return;
      sample();
      if (mode === 'changes') compareWhole();
      if (mode === 'input') soon(again);
      else requestAnimationFrame(again);
    };
    again();
    stopSampling = () => {
      running = false;
    };
  }

  const sampler: BenchSampler = {
    find: () => {
      const found = locate();
      const reading = found && read(found);
      return found && reading && { ...sizeOf(found), clock: reading.clock };
    },
    picture,
    start,
    settled: async patienceMs => {
      await pollFor(patienceMs, () => (waiting.key.length + waiting.wheel.length === 0 ? true : null));
      waiting.key.length = 0;
      waiting.wheel.length = 0;
    },
    seen: (since, patienceMs) =>
      pollFor(patienceMs, () => {
        const found = locate();
        const reading = found && read(found);
        const at = now();
        return reading && between(since, reading.clock) >= 0 && between(reading.clock, at) > -4 ? at : null;
      }),
    stop: () => {
      stopSampling();
      result.until = now();
      return result;
    },
    grab: () => {
      const found = locate();
      if (!found) return null;
      const { width, height } = sizeOf(found);
      const copy = new OffscreenCanvas(width, height);
      const context = copy.getContext('2d', { willReadFrequently: true });
      if (!context) return null;
      context.drawImage(found, 0, 0);
      const rgba = context.getImageData(0, 0, width, height).data;
      // From the copy: a video's next frame may have come meanwhile.
      const reading = read(copy);
      if (!reading) return null;
      let binary = '';
      for (let at = 0; at < rgba.length; at += 0x8000)
        binary += String.fromCharCode(...rgba.subarray(at, at + 0x8000));
      return { width, height, clock: reading.clock, rgba: btoa(binary) };
    },
  };
  Object.assign(globalThis, { benchSampler: sampler });
})();
