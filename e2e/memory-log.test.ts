import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryLog } from './memory-log.ts';

function logOf(mib: (minute: number) => number): MemoryLog {
  const log = new MemoryLog();
  for (let minute = 0; minute < 32; minute++) log.note('host', mib(minute));
  return log;
}

test('what fills at first and then stays is flat, whatever single minutes need', () => {
  assert.deepEqual(
    logOf(minute => Math.min(120, 60 + minute * 10) + (minute % 5 === 0 ? 40 : 0)).growing(),
    [],
  );
});

test('what grows by two and a half megabytes a minute is told, with its name', () => {
  assert.match(
    logOf(minute => 60 + minute * 2.5)
      .growing()
      .join(),
    /^host: 88\.\d MiB became 128/,
  );
});
