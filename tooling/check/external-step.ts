import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CheckResult } from './finding.ts';

/** Runs another tool; what it prints is the finding when it fails. */
export async function runTool(command: string, args: readonly string[]): Promise<CheckResult> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', chunk => chunks.push(chunk));
  child.stderr.on('data', chunk => chunks.push(chunk));
  const [code] = await once(child, 'close');
  if (code === 0) return { findings: [] };
  const output = Buffer.concat(chunks).toString('utf8').trim();
  return { findings: [{ where: '', what: output === '' ? `${command} ended with ${code}` : output }] };
}
