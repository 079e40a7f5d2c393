import { failures, type LaunchJob, type Reason } from '@berth/contract';
import type { Capacity, Driver, Handle, LaunchRequest, Sighting, Stray } from '@berth/driver-kit';
import type { Operation } from '@berth/kernel';
import { z } from 'zod';
import { type FakeScript, quietScript } from './script.ts';
import { type FakeRun, type FakeWorld, memoryWorld } from './world.ts';

const FakeHandle = z.object({ version: z.literal(1), session: z.string(), generation: z.int() });

export interface FakeDriverOptions {
  readonly name?: string;
  readonly world?: FakeWorld;
  readonly script?: Partial<FakeScript>;
  readonly bootDeadline?: number;
  /** Called once for each run that starts: where a test puts its host. */
  readonly handleStarted?: (request: LaunchRequest) => void;
}

/** A driver whose machines are made up, and whose misfortunes are scripted. */
export interface FakeDriver extends Driver {
  readonly script: FakeScript;
  readonly world: FakeWorld;
  /** How often each verb was called. */
  readonly calls: Readonly<Record<'launch' | 'observe' | 'stop' | 'destroy' | 'recover' | 'forget', number>>;
  /** Sessions that were deleted for good. */
  readonly forgotten: readonly string[];
  /** Ends a run from outside, with the reason that `observe` will give. */
  end(session: string, reason: Reason): void;
}

export function createFakeDriver(options: FakeDriverOptions = {}): FakeDriver {
  const name = options.name ?? 'fake';
  const world = options.world ?? memoryWorld();
  const script: FakeScript = { ...quietScript(), ...options.script };
  const calls = { launch: 0, observe: 0, stop: 0, destroy: 0, recover: 0, forget: 0 };
  const forgotten: string[] = [];

  const handleOf = (run: FakeRun): Handle => ({
    version: 1,
    session: run.session,
    generation: run.generation,
  });
  const end = (session: string, reason: Reason): void => {
    const run = world.get(session);
    if (run && !run.ended) world.put({ ...run, ended: reason });
  };

  function start(request: LaunchRequest): Handle {
    const { session, generation, externalName } = request.job;
    const existing = world.get(session);
    if (existing && existing.generation === generation) return handleOf(existing);
    if (existing && !existing.ended) {
      throw failures.DRIVER_FAILED({ driver: name, why: `generation ${existing.generation} still runs` });
    }
    const run: FakeRun = { session, generation, externalName, startedAt: Date.now(), ended: null };
    world.put(run);
    options.handleStarted?.(request);
    return handleOf(run);
  }

  function look(session: string, handle: Handle): Sighting {
    if (script.observe === 'unknown') return { session, presence: 'unknown', why: 'scripted' };
    const parsed = FakeHandle.parse(handle);
    const run = world.get(session);
    if (!run || run.generation !== parsed.generation) {
      return { session, presence: 'gone', reason: { code: 'gone', message: 'Nothing of it is left.' } };
    }
    if (run.ended) return { session, presence: 'gone', reason: run.ended };
    return { session, presence: 'alive', report: null };
  }

  return {
    name,
    bootDeadline: options.bootDeadline ?? 20_000,
    script,
    world,
    calls,
    forgotten,
    end,
    logSources: ['fake'],
    checks: [
      {
        id: `${name}.world`,
        title: 'The made-up machines answer',
        run: async () => ({ verdict: 'pass', evidence: `${world.all().length} runs` }),
      },
    ],
    validate: async () => script.availability,
    dryRun: async (_op: Operation, job: LaunchJob) => refuseMisplaced(name, job),
    async launch(op, request) {
      calls.launch++;
      op.signal.throwIfAborted();
      if (script.launchDelay > 0) await op.sleep(script.launchDelay);
      const turn = script.launches.shift() ?? 'start';
      if (turn === 'refuse') {
        throw failures.DRIVER_REFUSED({ driver: name, why: 'the script says so', remedy: 'Try another.' });
      }
      if (turn === 'fail') throw failures.DRIVER_FAILED({ driver: name, why: 'the script says so' });
      if (turn === 'late') {
        // A start that nobody waits for any more, as of a scheduler whose answer comes after the deadline.
        await new Promise<void>(resolve =>
          op.signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        await new Promise<void>(resolve => setImmediate(resolve));
      }
      const handle = start(request);
      if (turn === 'lose-reply') throw failures.DRIVER_FAILED({ driver: name, why: 'the reply was lost' });
      return handle;
    },
    async observe(op, handles) {
      calls.observe++;
      if (script.observeDelay > 0) await op.sleep(script.observeDelay);
      if (script.observe === 'fail')
        throw failures.DRIVER_FAILED({ driver: name, why: 'the script says so' });
      return [...handles].map(([session, handle]) => look(session, handle));
    },
    async recover(_op, session) {
      calls.recover++;
      const run = world.get(session);
      return run && !run.ended ? handleOf(run) : null;
    },
    async stop(_op, session) {
      calls.stop++;
      if (!script.ignoreStop) end(session, { code: 'stopped-by-user', message: 'Stopped.' });
    },
    async destroy(_op, session) {
      calls.destroy++;
      if (script.destroyFailures > 0) {
        script.destroyFailures--;
        throw failures.DRIVER_FAILED({ driver: name, why: 'the script says so' });
      }
      world.remove(session);
    },
    async forget(_op, session) {
      calls.forget++;
      forgotten.push(session);
    },
    logs: async (_op, session) => (world.get(session) ? `run of ${session}\n` : ''),
    async strays(_op, known): Promise<readonly Stray[]> {
      return world
        .all()
        .filter(run => !known.has(run.session))
        .map(run => ({
          externalName: run.externalName,
          session: run.session,
          since: run.startedAt,
          what: `made-up run, generation ${run.generation}`,
        }));
    },
    async capacity(): Promise<Capacity> {
      const sessions = world.all().filter(run => !run.ended).length;
      return {
        cpu: { total: 1024, used: sessions },
        memoryMiB: { total: 1 << 20, used: sessions },
        sessions,
      };
    },
  };
}

function refuseMisplaced(name: string, job: LaunchJob): void {
  const wanted = job.resources.gpu.count;
  if (wanted > 0) {
    throw failures.RESOURCES_NOT_ENFORCEABLE({
      resource: 'GPUs',
      why: `the ${name} driver's machines have none and ${wanted} were asked for`,
      remedy: 'Choose another driver.',
    });
  }
}
