import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJob, RunPlan } from '@berth/contract';
import { collectAtRest } from '../collection-at-rest.ts';
import { keep } from './keeper.ts';

/**
 * The keeper of one run. usage: main.ts <session folder>, with one line of JSON on stdin: `{job, bootstrapToken}`.
 * Both inputs come from the driver, which has parsed them: the schemas would cost the keeper a third of its memory.
 */
const [, , folder = ''] = process.argv;
const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as RunPlan;
const { job, bootstrapToken } = JSON.parse(readFileSync(0, 'utf8')) as {
  job: LaunchJob;
  bootstrapToken: string;
};
if (plan.version !== 1 || job.version !== 1) throw new Error('made for another version of Berth');
// The service manager that stops Berth sends this to all it knows of; the driver ends a run with SIGTERM.
process.on('SIGHUP', () => undefined);
collectAtRest();
await keep(plan, job, bootstrapToken, folder);
process.exit(0);
