import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCreate } from './create.ts';
import { addDelete } from './delete.ts';
import { addList } from './list.ts';
import { addPassword } from './password.ts';

export function addUser(program: Command, context: Context): void {
  const group = program.command('user').description('list, create and delete users; set their passwords');
  addList(group, context);
  addCreate(group, context);
  addDelete(group, context);
  addPassword(group, context);
}
