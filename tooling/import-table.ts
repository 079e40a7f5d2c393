/**
 * Who may import whom, by folder. `script/check` refuses everything else. Type-only imports count: a direction is
 * about who knows whom, and a type is knowledge; only `onlyTypesOf` tells them apart. The first row whose folder
 * holds a file is the one that judges it.
 */
export interface ImportRule {
  /** A folder of the repository, or a glob-free prefix inside a workspace. */
  readonly folder: string;
  /** Workspaces by their folder. `drivers/*` means any driver, `*` any package or driver (never an app). */
  readonly mayImport: readonly string[];
  /** Folders of the same workspace that files here must not import. */
  readonly notInside?: readonly string[];
  /** Folders of the same workspace of which files here may name the types, because they are handed the things. */
  readonly onlyTypesOf?: readonly string[];
  /** Folders of other workspaces that have no name to be imported by. */
  readonly mayReachInto?: readonly string[];
  /** Runs in more than Node: no `node:` modules. */
  readonly portable?: true;
}

const nodeBase = ['packages/node-kit', 'packages/contract', 'packages/kernel'] as const;
const driverBase = ['packages/driver-kit', ...nodeBase] as const;

export const importTable: readonly ImportRule[] = [
  { folder: 'packages/kernel', mayImport: [], portable: true },
  { folder: 'packages/contract', mayImport: ['packages/kernel'], portable: true },
  { folder: 'packages/wire', mayImport: ['packages/kernel'], portable: true },
  { folder: 'packages/bitstream', mayImport: ['packages/kernel'], portable: true },
  { folder: 'packages/node-kit', mayImport: ['packages/kernel', 'packages/contract'] },
  { folder: 'packages/driver-kit', mayImport: ['packages/kernel', 'packages/contract'] },
  {
    folder: 'packages/viewer',
    mayImport: ['packages/kernel', 'packages/wire', 'packages/bitstream'],
    portable: true,
  },
  { folder: 'packages/client', mayImport: ['packages/contract', 'packages/kernel'], portable: true },
  // http → domain ← store: the domain knows neither; http is handed a store and names its types.
  {
    folder: 'packages/broker/src/domain',
    mayImport: ['packages/contract', 'packages/driver-kit', 'packages/kernel'],
    notInside: ['packages/broker/src/http', 'packages/broker/src/store'],
    portable: true,
  },
  {
    folder: 'packages/broker/src/store',
    mayImport: driverBase,
    notInside: ['packages/broker/src/http'],
  },
  {
    folder: 'packages/broker/src/http',
    mayImport: driverBase,
    onlyTypesOf: ['packages/broker/src/store'],
  },
  { folder: 'packages/broker', mayImport: driverBase },
  { folder: 'packages/gateway', mayImport: nodeBase },
  { folder: 'packages/doctor', mayImport: nodeBase },
  { folder: 'packages/testing', mayImport: ['packages/kernel'] },
  { folder: 'drivers', mayImport: driverBase },
  { folder: 'apps/host', mayImport: ['packages/wire', 'packages/bitstream', ...nodeBase] },
  {
    folder: 'apps/portal',
    mayImport: ['packages/viewer', 'packages/client', 'packages/contract'],
    portable: true,
  },
  { folder: 'apps/berth/src/commands', mayImport: ['packages/client', 'packages/doctor', ...nodeBase] },
  { folder: 'apps/berth', mayImport: ['*'] },
  // Not shipped: these look at everything.
  // The host is tested without a Berth around it: its link against the gateway's, its picture against a browser's.
  {
    folder: 'e2e',
    mayImport: ['*'],
    mayReachInto: [
      'apps/host/src/host/gateway-link.ts',
      'apps/host/src/host/resume-tickets.ts',
      'apps/host/src/host/test-kit.ts',
      'apps/host/src/x11/connection.ts',
      'apps/host/src/x11/test-painter.ts',
      'apps/host/src/x11/test-root-events.ts',
      'apps/host/src/x11/test-x-server.ts',
    ],
  },
  { folder: 'bench', mayImport: ['*'] },
  { folder: 'tooling', mayImport: ['*'] },
  { folder: 'script', mayImport: ['*'] },
];

/** Additions for test files, beside what their folder may import anyway. */
export const testsMayImport: readonly string[] = ['packages/testing', 'packages/driver-kit', 'drivers/fake'];
