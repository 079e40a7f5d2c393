import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ViewerPacing } from './viewer-pacing.ts';

const rate = 60;
const frameMs = 1000 / rate;
const frameBytes = 100_000;
const rectangleBytes = 4000;

interface Cost {
  /** How long the page is busy with one; the next waits. */
  readonly serviceMs: number;
  /** What passes besides, of several at once. */
  readonly latencyMs: number;
}

/** A page that shows pictures in order, and sixty a second offered to it. */
class SimulatedPage {
  readonly pacing = new ViewerPacing(rate);
  frames = 0;
  offered = 0;
  /** Of the last frame: how long it was under way. */
  lastMs = 0;
  #now = 0;
  #sequence = 0;
  #busyUntil = 0;
  #coming: { sequence: number; sentAt: number; at: number; frame: boolean }[] = [];

  #send(bytes: number, { serviceMs, latencyMs }: Cost): void {
    this.pacing.sent(++this.#sequence, bytes, this.#now);
    this.#busyUntil = Math.max(this.#busyUntil, this.#now) + serviceMs;
    const at = Math.max(this.#coming.at(-1)?.at ?? 0, this.#busyUntil + latencyMs);
    this.#coming.push({ sequence: this.#sequence, sentAt: this.#now, at, frame: bytes === frameBytes });
  }

  #runTo(now: number): void {
    for (let next = this.#coming[0]; next && next.at <= now; next = this.#coming[0]) {
      this.#coming.shift();
      this.pacing.acknowledge(next.sequence, next.at, 0);
      if (!next.frame) continue;
      this.frames++;
      this.lastMs = next.at - next.sentAt;
    }
    this.#now = now;
  }

  film(ms: number, cost: Cost): void {
    for (const until = this.#now + ms; this.#now < until; this.#runTo(this.#now + frameMs)) {
      this.offered++;
      if (this.pacing.room(this.#now) > 0) this.#send(frameBytes, cost);
    }
  }

  rest(ms: number): void {
    this.#runTo(this.#now + ms);
  }

  rectangle(): void {
    this.#send(rectangleBytes, { serviceMs: 2, latencyMs: 3 });
    this.rest(frameMs);
  }

  /** The page is busy with something else. */
  hiccup(ms: number): void {
    this.#busyUntil = Math.max(this.#busyUntil, this.#now) + ms;
  }
}

const pipelined: Cost = { serviceMs: 5, latencyMs: 35 };

describe('pictures that are under way at once', () => {
  it('stay so many where they only take long, and none waits for the one before', () => {
    const page = new SimulatedPage();
    page.rectangle();
    page.film(9000, pipelined);
    assert.equal(page.pacing.limit, 3);
    page.film(51_000, pipelined);
    assert.ok(page.frames > 0.985 * page.offered, `${page.frames} of ${page.offered}`);
  });

  it('stay so many beside small ones that are quick', () => {
    const page = new SimulatedPage();
    for (let second = 0; second < 60; second++) {
      page.film(900, pipelined);
      page.rest(60);
      page.rectangle();
    }
    assert.ok(page.frames > 0.985 * page.offered, `${page.frames} of ${page.offered}`);
    assert.equal(page.pacing.limit, 3);
  });

  it('are one less while a queue stands that a hiccup has left', () => {
    const page = new SimulatedPage();
    const slow: Cost = { serviceMs: 16.6, latencyMs: 0 };
    page.film(2000, slow);
    assert.ok(page.lastMs < 17, `${page.lastMs} ms`);
    page.hiccup(60);
    page.film(500, slow);
    assert.equal(page.pacing.limit, 2);
    assert.ok(page.lastMs < 2 * 16.6 + 1, `${page.lastMs} ms with one waiting`);
    const before = page.frames;
    page.film(10_000, slow);
    assert.ok(page.frames - before > 595, `${page.frames - before} frames`);
    assert.equal(page.pacing.limit, 3);
  });

  it('are as many again when the page has caught up', () => {
    const page = new SimulatedPage();
    const quick: Cost = { serviceMs: 15, latencyMs: 0 };
    page.film(2000, quick);
    page.hiccup(60);
    page.film(500, quick);
    assert.ok(page.lastMs < 16, `${page.lastMs} ms`);
    page.film(1000, quick);
    assert.equal(page.pacing.limit, 3);
  });
});
