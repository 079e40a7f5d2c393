import { rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { WorkloadCanvas } from './canvas.ts';
import { openDisplay } from './display.ts';
import { makeScene, type SceneName, sceneNames } from './scenes.ts';
import { clockModulus, strip } from './strip.ts';

/**
 * The X program whose picture is measured: `node main.ts --control SOCKET`, with DISPLAY set. It listens on SOCKET for lines
 * of JSON and answers each with one line: see `handle`.
 */
const { values } = parseArgs({ options: { control: { type: 'string' } } });
const control = values.control;
if (!control) throw new Error('usage: main.ts --control SOCKET');

const display = await openDisplay(process.env.DISPLAY ?? ':0');
const canvas = new WorkloadCanvas(display, display.height);
canvas.useFont('fixed');

const framesPerSecond = 60;
const frameOf = (clock: number) => Math.floor((clock * framesPerSecond) / 1000);
const wallClock = () => Date.now() % clockModulus;
/** One turn of a wheel may come as several clicks; they are one flip. */
const wheelTurnMs = 70;

const flips = { key: false, wheel: false };
let scene = makeScene('idle', canvas);
let stripClock = wallClock();
let lastFrame = -1;
let lastWheelAt = 0;
let timer: NodeJS.Timeout | undefined;

function paintWhole(clock: number): void {
  scene.paint(frameOf(clock));
  canvas.paintStrip(clock, flips.key, flips.wheel);
}

function tick(): void {
  const now = wallClock();
  const frame = frameOf(now);
  if (frame !== lastFrame) {
    if (scene.advance && frame === lastFrame + 1) scene.advance(frame);
    else if (scene.moving) scene.paint(frame);
    else scene.advance?.(frame);
    lastFrame = frame;
    if (scene.moving) {
      stripClock = now;
      canvas.paintStrip(now, flips.key, flips.wheel);
    }
  }
  const untilNext =
    1000 / framesPerSecond - ((performance.timeOrigin + performance.now()) % (1000 / framesPerSecond));
  timer = setTimeout(tick, Math.max(1, untilNext));
}

function handleWheel(): void {
  const now = performance.now();
  if (now - lastWheelAt > wheelTurnMs) flips.wheel = !flips.wheel;
  lastWheelAt = now;
}

display.client.on('event', event => {
  if (event.name === 'KeyPress') flips.key = !flips.key;
  else if (event.name === 'ButtonPress' && event.keycode >= 4 && event.keycode <= 7) handleWheel();
  else return;
  canvas.paintStrip(stripClock, flips.key, flips.wheel);
});
display.client.on('end', () => process.exit(0));

function isScene(name: unknown): name is SceneName {
  return sceneNames.some(known => known === name);
}

async function handle(command: Record<string, unknown>): Promise<object> {
  switch (command.do) {
    case 'scene': {
      if (!isScene(command.name)) throw new Error(`no scene ${command.name}`);
      clearTimeout(timer);
      scene.close?.();
      scene = makeScene(command.name, canvas);
      stripClock = wallClock();
      paintWhole(stripClock);
      canvas.focus();
      await canvas.synchronise();
      if (command.name !== 'idle') tick();
      return { ok: true, width: display.width, height: display.height, strip: strip.squares };
    }
    case 'repaint':
      if (!scene.moving) paintWhole(stripClock);
      await canvas.synchronise();
      return { ok: true };
    case 'freeze':
      clearTimeout(timer);
      await canvas.synchronise();
      return { ok: true };
    case 'reference': {
      if (typeof command.clock !== 'number') throw new Error('clock is needed');
      clearTimeout(timer);
      if (command.repaint) paintWhole(command.clock);
      await canvas.synchronise();
      return { ok: true, pixels: (await canvas.snapshot()).toString('base64') };
    }
    default:
      throw new Error(`no command ${command.do}`);
  }
}

function serve(socket: Socket): void {
  createInterface({ input: socket }).on('line', line => {
    handle(JSON.parse(line)).then(
      reply => socket.write(`${JSON.stringify(reply)}\n`),
      error => socket.write(`${JSON.stringify({ ok: false, error: String(error) })}\n`),
    );
  });
  socket.on('error', () => socket.destroy());
}

await rm(control, { force: true });
paintWhole(stripClock);
await canvas.synchronise();
createServer(serve).listen(control);
