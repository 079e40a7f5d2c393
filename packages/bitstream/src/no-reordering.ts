import { BitReader, BitWriter } from './bits.ts';
import { addEmulation } from './emulation.ts';
import { readSpsLayout } from './sps.ts';

/**
 * The same SPS, declaring that no frame is shown in another order than it was coded (`bitstream_restriction` with
 * `max_num_reorder_frames` 0). Without that some decoders hold back as many frames as the level allows. An SPS that
 * declares any restriction already is returned as it is. Only for streams without B-frames.
 */
export function declareNoReordering(nal: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { sps, rbsp, vuiFlagAt, vuiPresent, restrictionFlagAt } = readSpsLayout(nal);
  if (sps.reorderFrames !== null) return nal;
  const reader = new BitReader(rbsp);
  const writer = new BitWriter();
  writer.copy(reader, restrictionFlagAt ?? vuiFlagAt);
  if (!vuiPresent) {
    writer.bits(1, 1);
    // Eight absent parts: aspect, overscan, video signal, chroma place, timing, both HRDs, pic_struct.
    writer.bits(0, 8);
  }
  writer.bits(1, 1);
  writer.bits(1, 1);
  // max_bytes_per_pic_denom, max_bits_per_mb_denom and the two vector lengths at the values inferred when absent.
  writer.unsigned(2);
  writer.unsigned(1);
  writer.unsigned(15);
  writer.unsigned(15);
  writer.unsigned(0);
  writer.unsigned(Math.max(1, sps.maxRefFrames));
  return addEmulation(writer.finish());
}
