/**
 * How finely video is quantized: H.264 quantizers of luma, and how much coarser chroma is. Each six double the step. Figures: what a
 * frame of 1080p comes to for a panning photograph · spinning gears · the first frame of a page of text, and the photograph's
 * structural similarity.
 *
 * Chroma is coarser because at 4:2:0 a picture that has moved by an odd number of pixels never fits: half a pixel of chroma has to
 * be made up, and the finer its steps the more blocks are coded for that alone, at half as much time again.
 */
export const videoQualities = {
  /** 4.8 · 47 · 600 kB, 0.992: better than what JPEG viewers show. For any path of some 20 Mbit/s. */
  sharp: { quantizer: 13, chromaOffset: 8 },
  /** 3.0 · 33 · 470 kB, 0.983. */
  balanced: { quantizer: 20, chromaOffset: 3 },
  /** 2.8 · 18 · 350 kB, 0.962: soft while it moves; what stands still is refined without loss in any case. */
  economical: { quantizer: 28, chromaOffset: 2 },
} as const;

export type VideoQuality = keyof typeof videoQualities;
