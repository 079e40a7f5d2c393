export { joinNalUnits, nalTypeOf, nalTypes, splitNalUnits } from './annex-b.ts';
export { declareNoReordering } from './no-reordering.ts';
export { decodeQoi, encodeQoi, QoiError, qoiMaxBytes } from './qoi.ts';
export { codecStringOf, parseSps, type Sps } from './sps.ts';
