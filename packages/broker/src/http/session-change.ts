import type { Answer } from '../domain/requests.ts';
import type { Change } from '../reconcile/session-writer.ts';

export function changeOf(answer: Answer): Change {
  switch (answer.do) {
    case 'move':
      return { move: answer.move };
    case 'want':
      return { edit: { desired: answer.desired } };
    case 'nothing':
      return null;
  }
}
