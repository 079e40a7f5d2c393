import { createInterface } from 'node:readline';
import { exitCodes } from './exit-codes.ts';
import { spawnMedia } from './media-child.ts';

// First of all, and beside this one: of what a start takes, most is the reading of modules, here and in media.
const media = spawnMedia();
const running = import('./run.ts');

// The first line says what to do; the end of the pipe says that the keeper is gone.
const lines = createInterface({ input: process.stdin });
lines.once('close', () => void running.finally(() => process.exit(exitCodes.keeperGone)));
lines.once('line', line => void running.then(({ run }) => run(line, media)));
