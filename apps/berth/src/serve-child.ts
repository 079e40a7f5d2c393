import { BerthError } from '@berth/kernel';
import { createLogger, type Logger, receiveUpbringing, takeOver, tellSupervisor } from '@berth/node-kit';
import { type Configuration, configuration } from './configuration.ts';

/** What the supervisor hands to a child. */
export interface ChildStart {
  readonly config: Record<string, unknown>;
  readonly gatewayFingerprint: string | null;
}

type Construct = (config: Configuration, start: ChildStart, logger: Logger) => Promise<AsyncDisposable>;

/** The life of `berth broker` and `berth gateway`: constructed, ready, and closed when told to or when the parent is gone. */
export async function serveChild(name: string, construct: Construct): Promise<number> {
  // Ctrl+C reaches the whole process group; the supervisor decides the order in which things stop.
  process.on('SIGINT', () => undefined);
  const terminated = new Promise<void>(resolve => process.once('SIGTERM', () => resolve()));
  let logger = createLogger(name, 'info');
  try {
    const { start: given, parentGone } = await receiveUpbringing();
    const start = readStart(given);
    const config = takeOver(configuration, start.config);
    logger = createLogger(name, config.logLevel);
    const orphaned = new Promise<void>(resolve =>
      parentGone.addEventListener('abort', () => resolve(), { once: true }),
    );
    await using _server = await construct(config, start, logger);
    tellSupervisor({ type: 'ready' });
    await Promise.race([terminated, orphaned]);
    // A close that hangs must not outlive its supervisor.
    setTimeout(() => process.exit(0), 4000).unref();
  } catch (error) {
    logger.error({ err: error }, `${name} failed`);
    tellSupervisor({
      type: 'failed',
      code: error instanceof BerthError ? error.code : null,
      message: error instanceof Error ? error.message : String(error),
    });
    return 1;
  } finally {
    // The open life pipe would keep the process alive for as long as its parent waits for it to end.
    process.stdin.destroy();
  }
  return 0;
}

function readStart(given: unknown): ChildStart {
  if (typeof given !== 'object' || given === null || !('config' in given)) {
    throw new Error('this verb is started by `berth up`, not by hand');
  }
  const { config } = given;
  if (typeof config !== 'object' || config === null) throw new Error('the start line holds no configuration');
  const fingerprint = 'gatewayFingerprint' in given ? given.gatewayFingerprint : null;
  return {
    config: Object.fromEntries(Object.entries(config)),
    gatewayFingerprint: typeof fingerprint === 'string' ? fingerprint : null,
  };
}
