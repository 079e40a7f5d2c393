import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchJob, RunPlan, RunReport } from '@berth/contract';
import { isSessionId } from '@berth/kernel';
import type { z } from 'zod';
import { LocalHandle } from './handle.ts';

/** Names of the files in a session folder. `launched.json` is the handle; `job.json` is the job, which has no secret. */
export const sessionFiles = {
  plan: 'plan.json',
  report: 'report.json',
  launched: 'launched.json',
  job: 'job.json',
  stopAsked: 'stop-asked',
};

export function sessionFolder(runFolder: string, session: string): string {
  if (!isSessionId(session)) throw new Error(`not a session id: ${session}`);
  return join(runFolder, 'sessions', session);
}

/** Where the logs of a session are, as long as it is not deleted. */
export function logFolderOf(dataFolder: string, session: string): string {
  if (!isSessionId(session)) throw new Error(`not a session id: ${session}`);
  return join(dataFolder, 'logs', 'sessions', session);
}

export const readPlan = (folder: string) => readParsed(join(folder, sessionFiles.plan), RunPlan);
export const readReport = (folder: string) => readParsed(join(folder, sessionFiles.report), RunReport);
export const readJob = (folder: string) => readParsed(join(folder, sessionFiles.job), LaunchJob);

export const readLaunched = (folder: string) => readParsed(join(folder, sessionFiles.launched), LocalHandle);

/** Sessions that have a folder here, whatever is in it. */
export async function listSessions(runFolder: string): Promise<string[]> {
  const names = await readdir(join(runFolder, 'sessions')).catch(() => []);
  return names.filter(isSessionId);
}

/** Null when missing, half there, or of another shape. */
function readParsed<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
