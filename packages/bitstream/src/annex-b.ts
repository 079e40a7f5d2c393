/** H.264 NAL unit types that Berth looks at (ITU-T H.264, table 7-1). */
export const nalTypes = { slice: 1, idrSlice: 5, sei: 6, sps: 7, pps: 8 } as const;

export function nalTypeOf(nal: Uint8Array): number {
  return (nal[0] ?? 0) & 0x1f;
}

/** The NAL units of an Annex-B byte stream, without start codes, as views. */
export function splitNalUnits(stream: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const units: Uint8Array<ArrayBuffer>[] = [];
  let start = -1;
  for (let at = 0; at + 2 < stream.length; at++) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue;
    if (start >= 0) units.push(trimZeros(stream.subarray(start, at)));
    start = at + 3;
    at += 2;
  }
  if (start >= 0) units.push(trimZeros(stream.subarray(start)));
  return units.filter(unit => unit.length > 0);
}

/** Zero bytes before a start code belong to the byte stream, not to the NAL unit, which never ends in one. */
function trimZeros(unit: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}

/** Puts a four-byte start code before each unit. */
export function joinNalUnits(units: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(units.reduce((sum, unit) => sum + 4 + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    joined[at + 3] = 1;
    joined.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return joined;
}
