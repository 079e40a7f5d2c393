import { readFile } from 'node:fs/promises';
import { compileKernel, kernels } from '../kernels/compile.ts';
import type { CheckResult, Finding } from './finding.ts';

/** Compiled code can be read by nobody, so it must be what its source says, byte for byte. */
export async function checkKernelsCurrent(): Promise<CheckResult> {
  const findings: Finding[] = [];
  for (const [path, source] of kernels) {
    const committed = await readFile(path).catch(() => Buffer.alloc(0));
    try {
      if (!committed.equals(await compileKernel(source)))
        findings.push({ where: path, what: 'is stale; run node tooling/kernels/main.ts' });
    } catch (error) {
      findings.push({ where: source, what: String(error) });
    }
  }
  return { findings };
}
