import { BitReader } from './bits.ts';
import { removeEmulation } from './emulation.ts';

/** What a sequence parameter set says, as far as Berth needs it (H.264 7.3.2.1.1 and annex E). */
export interface Sps {
  readonly profile: number;
  readonly constraints: number;
  readonly level: number;
  /** Cropped size in pixels. */
  readonly width: number;
  readonly height: number;
  readonly maxRefFrames: number;
  /** `max_num_reorder_frames`, or null where it is not declared: a decoder may then hold frames back. */
  readonly reorderFrames: number | null;
  readonly matrixCoefficients: number | null;
  readonly fullRange: boolean | null;
}

/** Where in the RBSP the VUI's last part lies, for the one who rewrites it. Bit positions. */
export interface SpsLayout {
  readonly sps: Sps;
  readonly rbsp: Uint8Array<ArrayBuffer>;
  readonly vuiFlagAt: number;
  readonly vuiPresent: boolean;
  readonly restrictionFlagAt: number | null;
}

/** Profiles with chroma format and scaling lists in their SPS. */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function skipScalingLists(r: BitReader, chromaFormat: number): void {
  for (let list = 0; list < (chromaFormat === 3 ? 12 : 8); list++) {
    if (!r.bit()) continue;
    let last = 8;
    let next = 8;
    for (let i = 0; i < (list < 6 ? 16 : 64); i++) {
      if (next !== 0) next = (last + r.signed() + 256) % 256;
      if (next !== 0) last = next;
    }
  }
}

function skipHrd(r: BitReader): void {
  const count = r.unsigned() + 1;
  if (count > 32) throw new RangeError('SPS declares too many coded picture buffers');
  r.bits(8);
  for (let i = 0; i < count; i++) {
    r.unsigned();
    r.unsigned();
    r.bit();
  }
  r.bits(20);
}

function readVui(r: BitReader) {
  if (r.bit() && r.bits(8) === 255) r.bits(32);
  if (r.bit()) r.bit();
  let matrixCoefficients: number | null = null;
  let fullRange: boolean | null = null;
  if (r.bit()) {
    r.bits(3);
    fullRange = r.bit() === 1;
    if (r.bit()) {
      r.bits(16);
      matrixCoefficients = r.bits(8);
    }
  }
  if (r.bit()) {
    r.unsigned();
    r.unsigned();
  }
  if (r.bit()) r.bits(65);
  const nalHrd = r.bit();
  if (nalHrd) skipHrd(r);
  const vclHrd = r.bit();
  if (vclHrd) skipHrd(r);
  if (nalHrd || vclHrd) r.bit();
  r.bit();
  const restrictionFlagAt = r.position;
  let reorderFrames: number | null = null;
  if (r.bit()) {
    r.bit();
    for (let i = 0; i < 4; i++) r.unsigned();
    reorderFrames = r.unsigned();
    r.unsigned();
  }
  return { matrixCoefficients, fullRange, reorderFrames, restrictionFlagAt };
}

/** Takes an SPS NAL unit (its header byte first, no start code). Throws `RangeError` where it is broken. */
export function readSpsLayout(nal: Uint8Array): SpsLayout {
  const rbsp = removeEmulation(nal);
  const r = new BitReader(rbsp);
  if ((r.bits(8) & 0x1f) !== 7) throw new RangeError('not a sequence parameter set');
  const profile = r.bits(8);
  const constraints = r.bits(8);
  const level = r.bits(8);
  r.unsigned();
  let chromaFormat = 1;
  if (highProfiles.has(profile)) {
    chromaFormat = r.unsigned();
    if (chromaFormat === 3) r.bit();
    r.unsigned();
    r.unsigned();
    r.bit();
    if (r.bit()) skipScalingLists(r, chromaFormat);
  }
  r.unsigned();
  const orderType = r.unsigned();
  if (orderType === 0) r.unsigned();
  else if (orderType === 1) {
    r.bit();
    r.signed();
    r.signed();
    const cycle = r.unsigned();
    if (cycle > 255) throw new RangeError('SPS declares too long a cycle');
    for (let i = 0; i < cycle; i++) r.signed();
  }
  const maxRefFrames = r.unsigned();
  r.bit();
  const widthInMacroblocks = r.unsigned() + 1;
  const heightInMapUnits = r.unsigned() + 1;
  const framesOnly = r.bit();
  if (!framesOnly) r.bit();
  r.bit();
  let crop = [0, 0, 0, 0];
  if (r.bit()) crop = [r.unsigned(), r.unsigned(), r.unsigned(), r.unsigned()];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
  const unitY = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
  const vuiFlagAt = r.position;
  const vuiPresent = r.bit() === 1;
  const vui = vuiPresent ? readVui(r) : null;
  const sps: Sps = {
    profile,
    constraints,
    level,
    width: widthInMacroblocks * 16 - (left + right) * unitX,
    height: heightInMapUnits * 16 * (2 - framesOnly) - (top + bottom) * unitY,
    maxRefFrames,
    reorderFrames: vui?.reorderFrames ?? null,
    matrixCoefficients: vui?.matrixCoefficients ?? null,
    fullRange: vui?.fullRange ?? null,
  };
  return { sps, rbsp, vuiFlagAt, vuiPresent, restrictionFlagAt: vui?.restrictionFlagAt ?? null };
}

export function parseSps(nal: Uint8Array): Sps {
  return readSpsLayout(nal).sps;
}

/** The WebCodecs codec string: `avc1.` and profile, constraints and level in hex (RFC 6381 3.3). */
export function codecStringOf(sps: Pick<Sps, 'profile' | 'constraints' | 'level'>): string {
  const hex = [sps.profile, sps.constraints, sps.level].map(byte => byte.toString(16).padStart(2, '0'));
  return `avc1.${hex.join('')}`;
}
