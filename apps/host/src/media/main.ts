import { Socket } from 'node:net';
import { readDirectly } from '@berth/node-kit/direct-read';
import { collectAtRest } from '../collection-at-rest.ts';
import { encodeStatus, type FromMedia, isToMedia, type ToMedia } from '../media-messages.ts';
import { FrameReader, writeFrame } from '../message-frames.ts';
import { Screen } from './screen.ts';
import { Streamer } from './streamer.ts';

// Started by the host, never by hand. Standard input carries the host's life, descriptor 3 the messages.
process.stdin.on('end', () => process.exit(0)).resume();
const host = new Socket({ fd: 3 });
host.on('close', () => process.exit(0));
host.on('error', () => process.exit(0));

const send = (bytes: Uint8Array) => writeFrame(host, bytes);
const tell = (status: FromMedia) => send(encodeStatus(status));

let streamer: Streamer | null = null;
/** What the host said while the screen was being opened. */
const early: ToMedia[] = [];

async function start(options: Extract<ToMedia, { type: 'start' }>): Promise<void> {
  const screen = await Screen.open(
    { socketPath: options.xSocket, cookie: options.xCookie },
    {
      handleDamage: box => streamer?.handleDamage(box),
      handleResize: (width, height) => streamer?.handleResize(width, height),
    },
  );
  void screen.x.closed.then(why => quit(why));
  streamer = new Streamer(screen, screen.x.size, { ...options, send, tell });
  tell({ type: 'ready', ...screen.x.size });
  for (const message of early.splice(0)) handleMessage(message);
}

function handleMessage(message: ToMedia): void {
  if (message.type === 'start') start(message).catch(error => quit(String(error)));
  else if (message.type === 'check') tell({ type: 'alive', busyMs: streamer?.busyMs ?? 0 });
  else if (!streamer) early.push(message);
  else if (message.type === 'watch') streamer.watch(message.watched);
  else if (message.type === 'window') streamer.allowThrough(message.through, message.path);
  else if (message.type === 'keyFrame') streamer.requestKeyFrame();
  else if (message.type === 'still') streamer.requestStill(message.hurry);
  else if (message.type === 'quality') streamer.wishQuality(message.quality);
  else streamer.noteInput(message.serial);
}

/** Says why before it goes; the host starts another. */
function quit(why: string): void {
  tell({ type: 'failed', why });
  host.end(() => process.exit(1));
}

const reader = new FrameReader(frame => {
  const message: unknown = JSON.parse(Buffer.from(frame).toString('utf8'));
  if (isToMedia(message)) handleMessage(message);
});
readDirectly(host, chunk => reader.push(chunk)) ?? host.on('data', chunk => reader.push(chunk));
collectAtRest();
