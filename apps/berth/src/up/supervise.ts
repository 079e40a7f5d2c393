import { failures } from '@berth/contract';
import { createLogger, handOver, InstanceLock, SupervisedChild } from '@berth/node-kit';
import { asCalled } from '../called-as.ts';
import { type Configuration, configuration } from '../configuration.ts';
import type { Context } from '../context.ts';
import { mainProgram } from '../installation.ts';
import { layoutOf } from '../layout.ts';
import type { ChildStart } from '../serve-child.ts';
import { CERTIFICATE } from '../wire-up.ts';
import { takeAdminPassword } from './admin-password.ts';
import { greeting } from './greeting.ts';
import { LogSink } from './log-sink.ts';
import { checkPort, checkTls, prepareDataFolder } from './preflight.ts';
import { startWarnings } from './warnings.ts';

/** `berth up`: checks, starts the broker and the gateway, keeps them running until it is told to stop. */
export async function supervise(
  config: Configuration,
  context: Context,
  stop: AbortSignal,
  json: boolean,
): Promise<void> {
  const layout = layoutOf(config);
  checkTls(config);
  await prepareDataFolder(layout);
  const lock = InstanceLock.take(layout.lockFile);
  if (!(lock instanceof InstanceLock)) {
    throw failures.ALREADY_RUNNING({ data: layout.data, pid: lock.pid });
  }
  await using cleanUp = new AsyncDisposableStack();
  cleanUp.use(lock);
  await checkPort(config);

  const sink = cleanUp.use(new LogSink(layout.logFile, context.err, json));
  const logger = createLogger('berth', config.logLevel, {
    write: line => sink.handleLine('berth', line.trimEnd()),
  });

  let gatewayFingerprint: string | null = null;
  const launch = (name: 'broker' | 'gateway') => {
    const start: ChildStart = { config: handOver(configuration, config), gatewayFingerprint };
    return new SupervisedChild({
      name,
      command: [process.execPath, ...process.execArgv, mainProgram, name],
      env: withoutOurs(context.env),
      start,
      logger,
      handleLine: line => sink.handleLine(name, line),
      handleNote: (note, value) => {
        if (note === CERTIFICATE && typeof value === 'string') gatewayFingerprint = value;
      },
    });
  };
  const gateway = cleanUp.use(launch('gateway'));
  // Hosts elsewhere pin the gateway's certificate, so its fingerprint has to be known before the broker launches any.
  if (!layout.hostUrl.startsWith('unix:')) await abortable(gateway.ready, stop);
  const broker = cleanUp.use(launch('broker'));
  await abortable(Promise.all([gateway.ready, broker.ready]), stop);
  if (stop.aborted) return;

  const password = takeAdminPassword(layout.adminPasswordFile, context.out.isTerminal && !json);
  const { publicUrl: url, data, logFile: log } = layout;
  context.out.write(
    json
      ? `${JSON.stringify({ url, data, log, pid: process.pid })}\n`
      : asCalled(greeting(config, password, startWarnings(config, context.env.PATH)), context.env),
  );
  if (json) sink.showFrom = 'info';
  logger.info({ url: layout.publicUrl, data: layout.data }, 'berth is ready');

  await aborted(stop);
  logger.info({}, 'berth is stopping; sessions go on');
  if (context.out.isTerminal)
    context.out.write(
      asCalled('\n  Stopping. Open desktops go on; `berth up` finds them again.\n', context.env),
    );
  // Viewers are told by the gateway while the broker can still be asked; the stack below closes the rest.
  await gateway.stop();
}

/** Our variables have been read, and may hold secrets: a child, and what it starts, has no use for them. */
function withoutOurs(env: Context['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('BERTH_')));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Settles with `work`, or resolves when `stop` aborts first. */
async function abortable(work: Promise<unknown>, stop: AbortSignal): Promise<void> {
  await Promise.race([work, aborted(stop)]);
}
