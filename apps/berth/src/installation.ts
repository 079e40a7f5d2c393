import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The checkout (or the installed folder) that this process runs from. */
export const codeFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
export const mainProgram = fileURLToPath(new URL('./main.ts', import.meta.url));
export const shippedProfiles = fileURLToPath(new URL('../profiles', import.meta.url));
export const portalFolder = `${codeFolder}/apps/portal/dist`;
export const keeperProgram = `${codeFolder}/apps/host/src/keeper/main.ts`;

export function version(): string {
  return JSON.parse(readFileSync(`${codeFolder}/package.json`, 'utf8')).version;
}
