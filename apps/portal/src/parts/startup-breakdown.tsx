import type { Session } from '@berth/contract';
import { Text } from '@mantine/core';
import { lookOf } from '../state/session-words.ts';
import { shortDuration } from '../state/time-words.ts';
import classes from './startup-breakdown.module.css';

/** Where the time of the last start went, as one bar and as words. */
export function StartupBreakdown(props: { readonly steps: Session['startup'] }) {
  const { steps } = props;
  const total = steps.reduce((sum, step) => sum + step.ms, 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden="true">
        {steps.map((step, index) => (
          <span
            key={step.phase}
            style={{ flexGrow: Math.max(step.ms, total / 100) }}
            data-shade={index % 6}
          />
        ))}
      </div>
      <ul className={classes.steps}>
        {steps.map((step, index) => (
          <li key={step.phase}>
            <i data-shade={index % 6} aria-hidden="true" />
            {lookOf(step.phase).word}
            <span>{shortDuration(step.ms)}</span>
          </li>
        ))}
      </ul>
      <Text size="sm" fw={600} mt={6}>
        {shortDuration(total)} in all
      </Text>
    </div>
  );
}
