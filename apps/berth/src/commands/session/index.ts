import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCreate } from './create.ts';
import { addDelete } from './delete.ts';
import { addExtend } from './extend.ts';
import { addList } from './list.ts';
import { addLogs } from './logs.ts';
import { addMoves } from './moves.ts';
import { addOpen } from './open.ts';
import { addShow } from './show.ts';

export function addSession(program: Command, context: Context): void {
  const group = program
    .command('session')
    .description(
      'create, list, show, open, start, stop, restart, cancel, extend, delete sessions; read their logs',
    );
  addCreate(group, context);
  addList(group, context);
  addShow(group, context);
  addOpen(group, context);
  addMoves(group, context);
  addExtend(group, context);
  addDelete(group, context);
  addLogs(group, context);
}
