import { readFileSync } from 'node:fs';

/**
 * The machine's number of the process that has number `inside` in the process namespace whose first process is `first`.
 * Null when it has ended already.
 */
export function processInNamespace(first: number, inside: number): number | null {
  const pending = [first];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const numbers = /^NSpid:\s*(.+)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
      if (pid !== first && Number(numbers.at(-1)) === inside) return pid;
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
      for (const child of children.split(' ')) if (child) pending.push(Number(child));
    } catch {
      // It ended while we looked; the others may still be there.
    }
  }
  return null;
}
