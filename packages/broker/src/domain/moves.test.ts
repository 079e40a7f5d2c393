import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { reasonCodes, sessionPhases } from '@berth/contract';
import { deadlineOf } from './deadlines.ts';
import { sessionDiagram } from './diagram.ts';
import { isTransitional, moveFrom, moveNames, moves } from './moves.ts';

const docs = new URL('../../../../docs/', import.meta.url);

test('the diagram in the docs is drawn from the table', () => {
  const page = readFileSync(new URL('architecture/session.md', docs), 'utf8');
  const drawn = /```mermaid\n([\s\S]*?)\n```/.exec(page)?.[1];
  assert.equal(drawn, sessionDiagram());
});

test('every reason code is documented, and no other', () => {
  const page = readFileSync(new URL('reference/reasons.md', docs), 'utf8');
  const documented = [...page.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(match => match[1]);
  assert.deepEqual(documented.sort(), [...reasonCodes].sort());
});

test('every phase but the first is reached, and every phase but the last is left', () => {
  const reached = new Set(moveNames.flatMap(name => Object.values(moves[name])));
  for (const phase of sessionPhases) {
    if (phase !== 'queued') assert.ok(reached.has(phase), `${phase} is reached`);
    const left = moveNames.some(name => moveFrom(phase, name) !== null);
    assert.equal(left, phase !== 'deleted', `${phase} is left`);
  }
});

test('a transitional phase has a deadline, a way out by it, and can be forced', () => {
  for (const phase of sessionPhases) {
    assert.equal(deadlineOf(phase, 0, 1000) !== null, isTransitional(phase), phase);
    assert.equal(moveFrom(phase, 'deadline-passed') === 'failed', isTransitional(phase), phase);
    if (phase !== 'deleted') assert.equal(moveFrom(phase, 'forced'), 'deleted', phase);
  }
});
