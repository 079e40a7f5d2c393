import type { SourceFile } from './source-files.ts';

export interface Workspace {
  readonly folder: string;
  readonly name: string;
  readonly declared: ReadonlySet<string>;
  /** Declared for tests and builds only. */
  readonly declaredForDevelopment: ReadonlySet<string>;
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

/** The workspaces, from the package.json files among `files`; the root itself is the one with folder ''. */
export function readWorkspaces(files: readonly SourceFile[]): readonly Workspace[] {
  return files
    .filter(({ path }) => /(^|\/)package\.json$/.test(path))
    .map(({ path, text }) => {
      const manifest: Manifest = JSON.parse(text);
      return {
        folder: path.replace(/\/?package\.json$/, ''),
        name: manifest.name ?? '',
        declared: new Set(
          Object.keys({
            ...manifest.dependencies,
            ...manifest.optionalDependencies,
            ...manifest.peerDependencies,
          }),
        ),
        declaredForDevelopment: new Set(Object.keys(manifest.devDependencies ?? {})),
      };
    });
}
