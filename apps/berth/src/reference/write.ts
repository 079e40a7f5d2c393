import { writeFileSync } from 'node:fs';
import { codeFolder } from '../installation.ts';
import { cliReference } from './cli-reference.ts';
import { configReference } from './config-reference.ts';

writeFileSync(`${codeFolder}/docs/reference/config.md`, configReference());
writeFileSync(`${codeFolder}/docs/reference/cli.md`, cliReference());
