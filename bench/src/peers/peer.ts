import type { Page } from 'playwright-core';

export interface Screen {
  readonly width: number;
  readonly height: number;
}

/** A system that shows a remote screen in a browser page, installed and ready to be started. */
export interface Peer {
  /** As in the results: `berth`, `novnc-tigervnc`, … */
  readonly name: string;
  /** Its documented best settings for a fast local path, for the report. */
  readonly settings: string;
  /** The version, or why it cannot be run here. */
  probe(): { readonly version: string } | { readonly missing: string };
  start(screen: Screen, folder: string): Promise<RunningPeer>;
}

export interface RunningPeer extends AsyncDisposable {
  /** TCP port from which its pictures reach the browser. */
  readonly port: number;
  /** Where the workload program listens for its commands. */
  readonly workloadSocket: string;
  /** Opens the page in which the screen appears, signing in where that is needed. */
  open(page: Page): Promise<void>;
  /** Process ids by role, looked up now; the workload and the browser are not among them. */
  processes(): {
    readonly xServer: readonly number[];
    readonly server: readonly number[];
    readonly gateway: readonly number[];
  };
}
