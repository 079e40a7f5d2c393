import { writeFile } from 'node:fs/promises';
import { compileKernel, kernels } from './compile.ts';

for (const [path, source] of kernels) {
  await writeFile(path, await compileKernel(source));
  console.log(path);
}
