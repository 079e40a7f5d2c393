import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addBroker } from './broker.ts';
import { addConfig } from './config.ts';
import { addDoctor } from './doctor.ts';
import { addGateway } from './gateway.ts';
import { addLogin } from './login.ts';
import { addLogout } from './logout.ts';
import { addProfile } from './profile/index.ts';
import { addRun } from './run.ts';
import { addSession } from './session/index.ts';
import { addUp } from './up.ts';
import { addUser } from './user/index.ts';

export function addCommands(program: Command, context: Context): void {
  addUp(program, context);
  addLogin(program, context);
  addLogout(program, context);
  addRun(program, context);
  addSession(program, context);
  addProfile(program, context);
  addUser(program, context);
  addDoctor(program, context);
  addConfig(program, context);
  addBroker(program);
  addGateway(program);
}
