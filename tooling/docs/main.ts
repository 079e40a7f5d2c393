import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generatedDocs } from './generated-docs.ts';

for (const [path, generate] of generatedDocs) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await generate());
  console.log(path);
}
