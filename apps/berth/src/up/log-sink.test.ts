import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '@berth/testing';
import { LogSink } from './log-sink.ts';

const line = (level: string) =>
  JSON.stringify({ level, time: '2026-01-01T00:00:00.000Z', process: 'broker', msg: `a ${level}` });

function written(json: boolean, isTerminal: boolean): { seen: string; kept: string } {
  using folder = temporaryFolder();
  const seen: string[] = [];
  {
    using sink = new LogSink(folder.file('log'), { isTerminal, write: text => void seen.push(text) }, json);
    for (const level of ['info', 'warn']) sink.handleLine('broker', line(level));
  }
  return { seen: seen.join(''), kept: readFileSync(folder.file('log'), 'utf8') };
}

test('people see warnings as lines, with or without a terminal; the file keeps all', () => {
  for (const isTerminal of [true, false]) {
    const { seen, kept } = written(false, isTerminal);
    assert.match(seen, /^\S+ broker {3}! a warn\n$/);
    assert.equal(kept, `${line('info')}\n${line('warn')}\n`);
  }
});

test('programs that asked for JSON get JSON', () => {
  assert.equal(written(true, false).seen, `${line('warn')}\n`);
});
