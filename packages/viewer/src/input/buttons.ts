/** `MouseEvent.buttons` bit → bit of the wire's mask, where bit n is X button n + 1. */
const bits = [
  { dom: 1, wire: 1 << 0 }, // left, X 1
  { dom: 2, wire: 1 << 2 }, // right, X 3
  { dom: 4, wire: 1 << 1 }, // middle, X 2
  { dom: 8, wire: 1 << 7 }, // back, X 8
  { dom: 16, wire: 1 << 8 }, // forward, X 9
];

export function wireButtons(domButtons: number): number {
  return bits.reduce((mask, bit) => ((domButtons & bit.dom) !== 0 ? mask | bit.wire : mask), 0);
}
