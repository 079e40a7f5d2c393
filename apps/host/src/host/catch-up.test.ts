import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FromHost, fromHost, readPictureHeader } from '@berth/wire';
import { CatchUp } from './catch-up.ts';

const data = new Uint8Array([1]);
const source = { capturedAt: 1, inputSerial: 0 };
const rect = { x: 0, y: 0, width: 10, height: 10 };
const whole = { first: true, last: true };
const room = true;
const noRoom = false;

function catchUp() {
  const asked: string[] = [];
  const it = new CatchUp({
    handleKeyFrameRequest: () => asked.push('key frame'),
    handleStillRequest: hurry => asked.push(hurry ? 'still, now' : 'still'),
  });
  let sequence = 0;
  const offer = (message: FromHost, hasRoom: boolean, now: number) => {
    const bytes = fromHost.encode(message);
    const header = readPictureHeader(bytes);
    assert.ok(header);
    return it.takes(header, bytes, hasRoom, now);
  };
  return {
    it,
    /** What it has asked for since this was called last. */
    asked: () => asked.splice(0),
    exact: (hasRoom: boolean, now: number) =>
      offer(
        { type: 'pixels', sequence: ++sequence, rect, encoding: 'qoi', refinement: false, data, ...source },
        hasRoom,
        now,
      ),
    video: (key: boolean, hasRoom: boolean, now: number) =>
      offer({ type: 'video', sequence: ++sequence, key, validity: [rect], data, ...source }, hasRoom, now),
  };
}

/** With the whole picture, and a decoder that can go on. */
function seeing() {
  const viewer = catchUp();
  viewer.it.takesStillPart(whole, room);
  assert.ok(viewer.video(true, room, 0));
  return viewer;
}

describe('a viewer that has nothing', () => {
  it('asks for a still at once, and again a second later', () => {
    const { it: viewer, asked } = catchUp();
    assert.ok(viewer.isBlank);
    for (const now of [0, 500, 999]) viewer.ask(now);
    assert.deepEqual(asked(), ['still, now']);
    viewer.ask(1000);
    assert.deepEqual(asked(), ['still, now']);
  });

  it('takes every part of a still of which it takes the first, and none of one that has begun', () => {
    const { it: viewer } = catchUp();
    assert.ok(!viewer.takesStillPart({ first: false, last: false }, room));
    assert.ok(!viewer.takesStillPart({ first: false, last: true }, room));
    assert.ok(viewer.isBlank);
    assert.ok(viewer.takesStillPart({ first: true, last: false }, room));
    assert.ok(viewer.takesStillPart({ first: false, last: false }, noRoom));
    assert.ok(viewer.takesStillPart({ first: false, last: true }, noRoom));
    assert.ok(!viewer.isBlank);
    assert.ok(!viewer.takesStillPart(whole, room), 'it has all');
  });

  it('does not begin a still for which it has no room', () => {
    const { it: viewer } = catchUp();
    assert.ok(!viewer.takesStillPart({ first: true, last: false }, noRoom));
    assert.ok(!viewer.takesStillPart({ first: false, last: true }, room));
    assert.ok(viewer.isBlank);
  });

  it('can use video from the first key frame on', () => {
    const { it: viewer, video, asked } = catchUp();
    viewer.takesStillPart(whole, room);
    assert.ok(!video(false, room, 0));
    assert.ok(!video(false, room, 500));
    assert.deepEqual(asked(), ['key frame']);
    assert.ok(video(true, room, 600));
    assert.ok(video(false, room, 700));
    assert.deepEqual(asked(), []);
  });
});

describe('a viewer that had no room', () => {
  it('is told once what it was not sent', () => {
    const { it: viewer, exact } = seeing();
    assert.equal(viewer.takeLeftOut(), null);
    assert.ok(!exact(noRoom, 0));
    assert.deepEqual(viewer.takeLeftOut(), { type: 'leftOut', sequence: 2, rects: [rect] });
    assert.equal(viewer.takeLeftOut(), null);
  });

  it('asks for a still when what it missed was exact, and for a key frame too while pictures go on', () => {
    const { it: viewer, exact, asked } = seeing();
    assert.ok(!exact(noRoom, 0));
    assert.deepEqual(asked(), ['still'], 'without hurry');
    assert.ok(exact(room, 20));
    assert.ok(exact(room, 40));
    assert.deepEqual(asked(), ['key frame']);
    viewer.ask(1000);
    assert.deepEqual(asked(), ['still'], 'until it has one');
    assert.ok(viewer.takesStillPart(whole, room));
    viewer.ask(2000);
    assert.ok(exact(room, 2000));
    assert.deepEqual(asked(), []);
  });

  it('needs a key frame and no still when all it missed was video: refinement makes that exact for all', () => {
    const { it: viewer, exact, video, asked } = seeing();
    assert.ok(!video(false, noRoom, 0));
    assert.deepEqual(asked(), [], 'for which it has no room either');
    assert.ok(!video(false, room, 100));
    assert.deepEqual(asked(), ['key frame']);
    assert.ok(video(true, room, 200));
    assert.ok(exact(room, 2000));
    viewer.ask(2000);
    assert.deepEqual(asked(), []);
  });
});

it('a viewer whose decoder could not go on needs a key frame, and a still of what that has cost', () => {
  const { it: viewer, video, asked } = seeing();
  viewer.loseReference(0);
  assert.deepEqual(asked(), ['key frame', 'still']);
  assert.ok(!video(false, room, 10));
  assert.ok(video(true, room, 20));
});

it('a viewer of another screen has nothing, and nothing of it was left out', () => {
  const { it: viewer, exact, video } = seeing();
  assert.ok(!exact(noRoom, 0));
  assert.ok(viewer.takesStillPart({ first: true, last: false }, room));
  viewer.losePicture();
  assert.ok(viewer.isBlank);
  assert.equal(viewer.takeLeftOut(), null);
  assert.ok(!viewer.takesStillPart({ first: false, last: true }, room), 'of the screen before');
  assert.ok(viewer.takesStillPart(whole, room));
  assert.ok(!video(false, room, 100));
});
