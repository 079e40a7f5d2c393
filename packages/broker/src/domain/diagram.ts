import { sessionPhases } from '@berth/contract';
import { moveFrom, moveNames } from './moves.ts';

/** The table of moves as a Mermaid state diagram. Moves between the same two phases share one arrow. */
export function sessionDiagram(): string {
  const lines = ['stateDiagram-v2', '  [*] --> queued', '  deleted --> [*]'];
  for (const from of sessionPhases) {
    const arrows = new Map<string, string[]>();
    for (const name of moveNames) {
      const to = moveFrom(from, name);
      if (to) arrows.set(to, [...(arrows.get(to) ?? []), name]);
    }
    for (const [to, names] of arrows) lines.push(`  ${from} --> ${to} : ${names.join(', ')}`);
  }
  return lines.join('\n');
}
