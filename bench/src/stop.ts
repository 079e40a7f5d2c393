import { belongings } from './belongings.ts';

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof exitCodes;

/** A system that does not end by then is killed. */
const patienceMs = 15_000;

/** From now on a signal ends all that the bench has started, then the bench; a second one does it without waiting. */
export function stopOnSignals(say: (line: string) => void): { readonly stopping: () => boolean } {
  let stopping = false;
  const handleStop = (signal: StopSignal) => {
    const exit = () => process.exit(exitCodes[signal]);
    if (stopping) {
      exit();
      return;
    }
    stopping = true;
    // What was being measured now fails in any way it can.
    for (const fault of ['uncaughtException', 'unhandledRejection']) process.on(fault, () => undefined);
    say('Stopping: ending what was started …');
    setTimeout(exit, patienceMs).unref();
    void belongings.stop().then(() => {
      say('stopped');
      exit();
    });
  };
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => handleStop(signal));
  // Nobody reads any more (a closed terminal, `| head`).
  process.stdout.on('error', () => {
    if (!stopping) handleStop('SIGHUP');
  });
  // Whatever the reason for the end: an error that nobody caught, or a second signal.
  process.on('exit', () => belongings.kill());
  return { stopping: () => stopping };
}
