import {
  CheckReport,
  type CheckResult,
  type CheckVerdict,
  DriverCapacity,
  DriverSummary,
  Orphan,
} from '@berth/contract';
import type { Driver } from '@berth/driver-kit';
import { Operation } from '@berth/kernel';
import { z } from 'zod';
import { timestamp } from '../../domain/view.ts';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';
import { runChecks } from '../run-checks.ts';

const CAPACITY_LIMIT = 5000;
const tags = ['administration'];
const admin = (action: string) => ({ access: 'admin', action }) as const;

export function addAdministrationRoutes(app: App, { drivers, reconciler, profiles }: Context): void {
  app.get(
    '/api/v1/drivers',
    {
      config: admin('see the drivers'),
      schema: { tags, summary: 'Where sessions can run', response: { 200: z.array(DriverSummary) } },
    },
    async () => Promise.all([...drivers.values()].map(summaryOf)),
  );

  app.get(
    '/api/v1/capacity',
    {
      config: admin('see the capacity'),
      schema: { tags, summary: 'What the drivers have, and use', response: { 200: z.array(DriverCapacity) } },
    },
    async () => {
      const summaries = await Promise.all([...drivers.values()].map(summaryOf));
      return summaries.map(({ capacity }) => capacity).filter(capacity => capacity !== null);
    },
  );

  app.get(
    '/api/v1/orphans',
    {
      config: admin('see orphans'),
      schema: { tags, summary: 'Runs that belong to no session', response: { 200: z.array(Orphan) } },
    },
    async () =>
      reconciler.orphans.map(({ driver, externalName, session, what, firstSeenAt }) => ({
        driver,
        externalName,
        session,
        what,
        firstSeenAt: timestamp(firstSeenAt),
      })),
  );

  app.get(
    '/api/v1/doctor',
    {
      config: admin('ask the doctor'),
      schema: { tags, summary: 'What the drivers find about themselves', response: { 200: CheckReport } },
    },
    async () => {
      const results: CheckResult[] = [];
      for (const driver of drivers.values()) results.push(...(await runChecks(driver.checks)));
      const problems = await profiles.problems();
      results.push({
        id: 'broker.profiles',
        title: 'All profile files can be used',
        verdict: problems.length === 0 ? 'pass' : 'fail',
        evidence:
          problems.length === 0 ? 'no problem found' : problems.map(problem => problem.message).join('\n'),
        cause: problems.length === 0 ? null : 'A profile file has mistakes; the others are not affected.',
        remedy: problems.length === 0 ? null : 'Mend the file at the line named; it is read again by itself.',
        fixable: false,
      });
      return { verdict: worstOf(results), checks: results };
    },
  );
}

async function summaryOf(driver: Driver): Promise<DriverSummary> {
  const base = {
    name: driver.name,
    bootDeadlineSeconds: driver.bootDeadline / 1000,
    logSources: [...driver.logSources],
  };
  try {
    const op = Operation.within(`capacity of ${driver.name}`, CAPACITY_LIMIT);
    const capacity = await op.race(driver.capacity(op));
    return { ...base, capacity: { driver: driver.name, ...capacity }, problem: null };
  } catch (error) {
    return { ...base, capacity: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

function worstOf(results: readonly CheckResult[]): CheckVerdict {
  for (const verdict of ['fail', 'warn', 'pass'] as const) {
    if (results.some(result => result.verdict === verdict)) return verdict;
  }
  return 'skip';
}
