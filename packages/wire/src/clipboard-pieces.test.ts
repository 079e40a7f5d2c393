import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipboardPieces, maxClipboardBytes, PieceAssembly, WireError } from './index.ts';

function joined(bytes: Uint8Array<ArrayBuffer>): Uint8Array | null {
  const assembly = new PieceAssembly();
  const results = clipboardPieces(bytes).map(piece => assembly.take(piece));
  assert.ok(results.slice(0, -1).every(result => result === null));
  return results.at(-1) ?? null;
}

test('pieces put together are the text', () => {
  for (const length of [0, 1, 16_384, 16_385, maxClipboardBytes]) {
    const bytes = new Uint8Array(length).map((_, index) => index * 31);
    assert.deepEqual(joined(bytes), bytes);
  }
});

test('a text that begins anew drops the unfinished one', () => {
  const assembly = new PieceAssembly();
  assert.equal(assembly.take({ total: 4, offset: 0, data: new Uint8Array([1, 2]) }), null);
  const data = new Uint8Array([9]);
  assert.deepEqual(assembly.take({ total: 1, offset: 0, data }), data);
});

test('pieces that do not fit together are refused', () => {
  const data = new Uint8Array([1, 2]);
  const begun = () => {
    const assembly = new PieceAssembly();
    assembly.take({ total: 6, offset: 0, data });
    return assembly;
  };
  const refused = (assembly: PieceAssembly, piece: Parameters<PieceAssembly['take']>[0]) =>
    assert.throws(() => assembly.take(piece), WireError);
  refused(new PieceAssembly(), { total: maxClipboardBytes + 1, offset: 0, data });
  refused(new PieceAssembly(), { total: 4, offset: 2, data });
  refused(new PieceAssembly(), { total: 1, offset: 0, data });
  refused(begun(), { total: 6, offset: 3, data });
  refused(begun(), { total: 7, offset: 2, data });
  refused(begun(), { total: 6, offset: 2, data: new Uint8Array(0) });
});
