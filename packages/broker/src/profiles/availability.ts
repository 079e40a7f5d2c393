import { failures, type Profile, type ProfileSummary } from '@berth/contract';
import type { Availability, Driver } from '@berth/driver-kit';
import { type Clock, Operation } from '@berth/kernel';

/** Milliseconds for which an answer of a driver is believed. */
const FRESH = 5000;
const VALIDATE_LIMIT = 5000;

interface Known {
  readonly at: number;
  readonly answer: Promise<Availability>;
  readonly profile: Profile;
}

/** Which of the configured drivers can run a profile; drivers are asked at most every few seconds. */
export class ProfileAvailability {
  readonly #drivers: ReadonlyMap<string, Driver>;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(drivers: ReadonlyMap<string, Driver>, clock: Clock) {
    this.#drivers = drivers;
    this.#clock = clock;
  }

  /** The first driver, in the profile's order, that can run it. Throws why not when none can. */
  async place(profile: Profile, wanted: string | undefined): Promise<string> {
    if (wanted !== undefined && !this.#drivers.has(wanted)) {
      throw failures.DRIVER_UNKNOWN({ driver: wanted, known: [...this.#drivers.keys()] });
    }
    if (wanted !== undefined && !profile.drivers.includes(wanted)) {
      throw failures.DRIVER_REFUSED({
        driver: wanted,
        why: `profile "${profile.name}" is not for it`,
        remedy: `It may use: ${profile.drivers.join(', ')}.`,
      });
    }
    const found = await this.#find(profile, wanted === undefined ? profile.drivers : [wanted]);
    if (typeof found === 'string') return found;
    throw failures.PROFILE_UNAVAILABLE({
      name: profile.name,
      missing: found.what,
      remedy: found.remedy,
    });
  }

  async summary(profile: Profile): Promise<ProfileSummary> {
    const found = await this.#find(profile, profile.drivers);
    const { cpu, memoryMiB, gpu } = profile.resources;
    return {
      name: profile.name,
      title: profile.title,
      description: profile.description,
      kind: profile.kind,
      customCommand: profile.customCommand,
      drivers: profile.drivers.filter(name => this.#drivers.has(name)),
      display: profile.display,
      resources: { cpu, memoryMiB, gpu: { count: gpu.count } },
      available: typeof found === 'string',
      unavailable: typeof found === 'string' ? null : { missing: found.what, remedy: found.remedy },
    };
  }

  async #find(
    profile: Profile,
    names: readonly string[],
  ): Promise<string | { what: string; remedy: string }> {
    const missing = [];
    for (const name of names) {
      const driver = this.#drivers.get(name);
      if (!driver) continue;
      const answer = await this.#ask(driver, profile);
      if (answer.available) return name;
      if (answer.missing) missing.push(answer.missing);
    }
    return (
      missing[0] ?? {
        what: `none of its drivers (${names.join(', ')}) is set up`,
        remedy: `Set up one of them, or add one of ${[...this.#drivers.keys()].join(', ')} to the profile's drivers.`,
      }
    );
  }

  #ask(driver: Driver, profile: Profile): Promise<Availability> {
    const key = `${driver.name} ${profile.name}`;
    const known = this.#known.get(key);
    const now = this.#clock.now();
    if (known && known.profile === profile && now - known.at < FRESH) return known.answer;
    const op = Operation.within(`validate ${profile.name} on ${driver.name}`, VALIDATE_LIMIT);
    const answer = op.race(driver.validate(op, profile)).catch(error => ({
      available: false,
      missing: {
        what: `the ${driver.name} driver did not answer (${error instanceof Error ? error.message : error})`,
        remedy: 'Try again; `berth doctor` looks into it.',
      },
    }));
    this.#known.set(key, { at: now, answer, profile });
    return answer;
  }
}
