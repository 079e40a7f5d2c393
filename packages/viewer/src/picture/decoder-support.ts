/** H.264 at level 4.2 in the profiles that encoders emit, cheapest first. */
const candidates = ['avc1.42c02a', 'avc1.4d402a', 'avc1.64002a'];
/** Large frames, of levels 6.2, 5.2 and 4.2. Of a level that does not exist, browsers decode nothing. */
const sizes = [
  { width: 8192, height: 4352, codec: 'avc1.64003e' },
  { width: 4096, height: 2304, codec: 'avc1.640034' },
  { width: 1920, height: 1088, codec: 'avc1.42c02a' },
];

export interface DecoderSupport {
  /** WebCodecs strings that this browser decodes; empty when it cannot show a desktop. */
  readonly decoders: readonly string[];
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** The size, or one of the same shape, of which this browser decodes pictures. As for decoders, it does not matter which side is the longer. */
export function decodable<Size extends { width: number; height: number; dpi: number }>(
  size: Size,
  { maxWidth, maxHeight }: Pick<DecoderSupport, 'maxWidth' | 'maxHeight'>,
): Size {
  const longest = Math.max(maxWidth, maxHeight) / Math.max(size.width, size.height);
  const shortest = Math.min(maxWidth, maxHeight) / Math.min(size.width, size.height);
  const scale = Math.min(longest, shortest);
  if (!(scale < 1)) return size;
  const scaled = (value: number) => Math.floor(value * scale);
  return { ...size, width: scaled(size.width), height: scaled(size.height), dpi: scaled(size.dpi) };
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
