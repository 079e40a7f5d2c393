import type { Availability } from '@berth/driver-kit';

/** What one launch does. `lose-reply`: it starts, and the caller hears of a failure. `late`: it answers after its deadline. */
export type LaunchTurn = 'start' | 'refuse' | 'fail' | 'lose-reply' | 'late';

/** What goes wrong, and when. A test changes it while the driver runs; every field has a quiet default. */
export interface FakeScript {
  /** One turn per launch, in order; when it is empty, launches start. */
  launches: LaunchTurn[];
  /** Milliseconds before a launch, an observation and a stop take effect. */
  launchDelay: number;
  observeDelay: number;
  /** What the next observations say. `fail` throws, `unknown` answers so for each. */
  observe: 'truth' | 'unknown' | 'fail';
  /** True: asked to stop, runs go on, so that only force ends them. */
  ignoreStop: boolean;
  /** How many of the next calls of `destroy` fail. */
  destroyFailures: number;
  availability: Availability;
}

export function quietScript(): FakeScript {
  return {
    launches: [],
    launchDelay: 0,
    observeDelay: 0,
    observe: 'truth',
    ignoreStop: false,
    destroyFailures: 0,
    availability: { available: true, missing: null },
  };
}
