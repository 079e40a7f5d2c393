import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EchoProbe } from './echo-probe.ts';

test('the time from an input to the first picture captured after it is a sample', () => {
  const probe = new EchoProbe();
  assert.deepEqual(probe.read(0), { samples: 0, hostMs: null });
  probe.handleInput(7, 1000);
  probe.handlePicture(6, 1010);
  assert.equal(probe.read(1010).samples, 0);
  probe.handlePicture(8, 1025);
  probe.handlePicture(8, 1400);
  assert.deepEqual(probe.read(1400), { samples: 1, hostMs: 25 });
});

test('of inputs one after the other that show late, the first is measured', () => {
  const probe = new EchoProbe();
  for (let serial = 1; serial <= 15; serial++) probe.handleInput(serial, serial * 200);
  probe.handlePicture(15, 3200);
  assert.deepEqual(probe.read(3200), { samples: 1, hostMs: 3000 });
});

test('what changes nothing gives no sample, neither by itself nor with what comes after a pause', () => {
  const probe = new EchoProbe();
  probe.handleInput(1, 0);
  probe.handlePicture(1, 10_000);
  assert.equal(probe.read(10_000).samples, 0);
  probe.handleInput(2, 20_000);
  probe.handleInput(3, 24_000);
  probe.handlePicture(3, 24_030);
  assert.deepEqual(probe.read(24_030), { samples: 1, hostMs: 30 });
});

test('an input that was forgotten gives no sample', () => {
  const probe = new EchoProbe();
  probe.handleInput(1, 0);
  probe.forget();
  probe.handlePicture(1, 5);
  assert.equal(probe.read(5).samples, 0);
});

test('serials go round', () => {
  const probe = new EchoProbe();
  probe.handleInput(0xffff_ffff, 0);
  probe.handlePicture(3, 4);
  assert.deepEqual(probe.read(4), { samples: 1, hostMs: 4 });
});

test('one a second is measured, however fast somebody types', () => {
  const probe = new EchoProbe();
  for (let serial = 1; serial <= 30; serial++) {
    probe.handleInput(serial, serial * 100);
    probe.handlePicture(serial, serial * 100 + 5);
  }
  assert.deepEqual(probe.read(3000), { samples: 3, hostMs: 5 });
});

test('the median of the samples of the last 30 seconds', () => {
  const probe = new EchoProbe();
  for (let serial = 1; serial <= 40; serial++) {
    probe.handleInput(serial, serial * 1000);
    probe.handlePicture(serial, serial * 1000 + serial);
  }
  assert.deepEqual(probe.read(40_050), { samples: 30, hostMs: 26 });
  assert.equal(probe.read(65_039).samples, 5);
  assert.deepEqual(probe.read(80_000), { samples: 0, hostMs: null });
});

test('what was drawn without a change is nobody’s answer: the next picture is no sample of an input before it', () => {
  const probe = new EchoProbe();
  probe.handleInput(7, 1000);
  probe.handleUnchanged(6);
  probe.handleUnchanged(7);
  probe.handlePicture(7, 6000);
  assert.deepEqual(probe.read(6000), { samples: 0, hostMs: null });
  probe.handleInput(8, 7000);
  probe.handleUnchanged(7);
  probe.handlePicture(8, 7030);
  assert.deepEqual(probe.read(7030), { samples: 1, hostMs: 30 });
});
