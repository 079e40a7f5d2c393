import type { LaunchJob } from '@berth/contract';
import type { Driver } from '../driver.ts';

/** What the suite needs to know about one driver, made new for each case and disposed of after it. */
export interface DriverHarness extends AsyncDisposable {
  readonly driver: Driver;
  /** A job that this driver can run: a small, long-lived program. Each call has the session id and generation given. */
  job(session: string, generation: number): LaunchJob;
  /** A driver over the same outside world, as after a restart of the broker. */
  reopen(): Promise<Driver>;
  /** Ends the run from outside, as `kill -9` would. Leave out where the machine offers no way. */
  kill?(session: string): Promise<void>;
  /** Milliseconds within which a launched run is alive, and a stopped one gone. */
  readonly patience: number;
  /** What is left outside of a session, in words; empty when nothing is. The home does not count. */
  leftovers?(session: string): Promise<readonly string[]>;
  /** How many runs of a session exist outside at this moment. */
  runsOf?(session: string): Promise<number>;
}
