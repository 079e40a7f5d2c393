import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addList } from './list.ts';
import { addValidate } from './validate.ts';

export function addProfile(program: Command, context: Context): void {
  const group = program.command('profile').description('list profiles; check profile files');
  addList(group, context);
  addValidate(group, context);
}
