import type { Taken } from './results.ts';

/** Of the machine. The services of a system at rest stay well below. */
const atRestPercent = 5;
/** For results without a sample of that. */
const atRestLoad = 0.5;

/** To be shown above figures that others had a hand in; null where the machine was at rest. */
export function busyWarning({ busyPercentAtStart: percent, loadAtStart }: Taken): string | null {
  if (percent === null)
    return loadAtStart > atRestLoad ? warning(`a load average of ${loadAtStart.toFixed(1)}`) : null;
  return percent > atRestPercent ? warning(`${percent.toFixed(0)} % of it in use`) : null;
}

const warning = (how: string) =>
  `The machine was busy with other things (${how} before anything was started): read this as a smoke test.`;
