import { unwatchFile, watchFile } from 'node:fs';

/** Between two looks: a renewed certificate is not urgent, and polling sees files that are replaced by rename or by link. */
const intervalMs = 10_000;

/** Calls `handleChanged` when one of the files has changed. */
export function watchFiles(files: readonly string[], handleChanged: () => void): Disposable {
  for (const file of files) watchFile(file, { interval: intervalMs, persistent: false }, handleChanged);
  return {
    [Symbol.dispose]: () => {
      for (const file of files) unwatchFile(file, handleChanged);
    },
  };
}
