import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addBroker } from './broker.ts';
import { addConfig } from './config.ts';
import { addDoctor } from './doctor.ts';
import { addGateway } from './gateway.ts';
import { addUp } from './up.ts';

export function addCommands(program: Command, context: Context): void {
  addUp(program, context);
  addDoctor(program, context);
  addConfig(program, context);
  addBroker(program);
  addGateway(program);
}
