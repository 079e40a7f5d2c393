import type { SeededRandom } from '@berth/testing';

// What runs in a page before its own script, and makes its browser one of another kind.

/** Milliseconds below `limit`, one after the other, the same for the same seed. */
const delays = (random: SeededRandom, limit: number) => `
  const delays = ${JSON.stringify(Array.from({ length: 97 }, () => random.below(limit)))};
  let nextDelay = 0;
  const delay = () => new Promise(resolve => setTimeout(resolve, delays[nextDelay++ % delays.length]));`;

/** As slow hardware and busy pages have it: frames leave the decoder in order, but up to 80 ms late. */
export const lateDecoder = (random: SeededRandom) => `{
  ${delays(random, 80)}
  const Real = VideoDecoder;
  let late = 0;
  globalThis.lateFrameCount = () => late;
  globalThis.VideoDecoder = class extends Real {
    constructor(init) {
      let last = Promise.resolve();
      super({
        ...init,
        output: frame => {
          late++;
          last = Promise.all([last, delay()]).then(() => init.output(frame));
        },
      });
    }
  };
}`;

/** A browser that is quick at converting frames, so that this is chosen, and then is not. */
const lateConversion = (late: string) => `
  const { copyTo } = VideoFrame.prototype;
  const { drawImage } = CanvasRenderingContext2D.prototype;
  let conversions = 0;
  globalThis.conversionCount = () => conversions;
  VideoFrame.prototype.copyTo = async function (...all) {
    if (++conversions > 4) await (${late});
    return copyTo.apply(this, all);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (image, ...all) {
    const from = performance.now();
    while (image instanceof VideoFrame && conversions < 5 && performance.now() - from < 30);
    return drawImage.call(this, image, ...all);
  };`;

export const faultyConversions = (random: SeededRandom) => ({
  late: `{ ${delays(random, 60)} ${lateConversion('delay()')} }`,
  lost: `{ ${lateConversion('new Promise(() => undefined)')} }`,
  refused: `{ ${lateConversion("Promise.reject(new DOMException('', 'NotSupportedError'))")} }`,
});

/** After `swallow()` no frame comes out of the decoder any more, and no error. The next decoder is as good as new. */
export const swallowingDecoder = `{
  const Real = VideoDecoder;
  let swallows = false;
  let swallowed = 0;
  globalThis.swallow = () => { swallows = true; };
  globalThis.swallowedCount = () => swallowed;
  globalThis.VideoDecoder = class extends Real {
    constructor(init) {
      swallows = false;
      super({
        ...init,
        output: frame => {
          if (!swallows) return init.output(frame);
          swallowed++;
          frame.close();
        },
      });
    }
  };
}`;

/** The page does nothing for three seconds whenever it has given a decoder its first frame. */
export const freezesWithEachDecoder = `{
  const Real = VideoDecoder;
  const ways = [];
  globalThis.waysOfDecoding = () => ways;
  globalThis.VideoDecoder = class extends Real {
    #isNew = true;
    configure(config) {
      super.configure(config);
      ways.push(config.hardwareAcceleration);
    }
    decode(chunk) {
      super.decode(chunk);
      const from = performance.now();
      while (this.#isNew && performance.now() - from < 3000);
      this.#isNew = false;
    }
  };
}`;

/** A decoder that takes pictures up to so many pixels, and says so as browsers do: later, and for good. */
export const refusingDecoder = (mostPixels: number) => `{
  const Real = VideoDecoder;
  let shown = 0;
  globalThis.shownCount = () => shown;
  globalThis.VideoDecoder = class extends Real {
    #init;
    constructor(init) {
      super({
        ...init,
        output: frame => {
          shown++;
          init.output(frame);
        },
      });
      this.#init = init;
    }
    configure(config) {
      super.configure(config);
      if (config.codedWidth * config.codedHeight <= ${mostPixels}) return;
      this.close();
      setTimeout(() => this.#init.error(new DOMException('Unsupported configuration.', 'NotSupportedError')));
    }
  };
}`;
