/** H.264 at level 4.2 in the profiles that encoders emit, cheapest first. */
const candidates = ['avc1.42c02a', 'avc1.4d402a', 'avc1.64002a'];
const sizes = [
  { width: 7680, height: 4320, codec: 'avc1.640040' },
  { width: 3840, height: 2160, codec: 'avc1.640034' },
  { width: 1920, height: 1088, codec: 'avc1.42c02a' },
];

export interface DecoderSupport {
  /** WebCodecs strings that this browser decodes; empty when it cannot show a desktop. */
  readonly decoders: readonly string[];
  readonly maxWidth: number;
  readonly maxHeight: number;
}

async function isSupported(config: VideoDecoderConfig): Promise<boolean> {
  try {
    return (await VideoDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}

async function probe(): Promise<DecoderSupport> {
  if (typeof VideoDecoder === 'undefined') return { decoders: [], maxWidth: 0, maxHeight: 0 };
  const supported = await Promise.all(
    candidates.map(codec => isSupported({ codec, optimizeForLatency: true })),
  );
  const fits = await Promise.all(
    sizes.map(size => isSupported({ codec: size.codec, codedWidth: size.width, codedHeight: size.height })),
  );
  const largest = sizes.find((_, index) => fits[index]) ?? { width: 1920, height: 1088 };
  return {
    decoders: candidates.filter((_, index) => supported[index]),
    maxWidth: largest.width,
    maxHeight: largest.height,
  };
}

let probed: Promise<DecoderSupport> | null = null;

/** Asked once a page: the answer does not change, and a reconnect should not wait for it. */
export function decoderSupport(): Promise<DecoderSupport> {
  probed ??= probe();
  return probed;
}
