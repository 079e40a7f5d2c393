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
  /** A desktop of this size with the workload on it. `folder` is the peer's own, and empty. */
  start(screen: Screen, folder: string): Promise<RunningPeer>;
  /** For a product that has a service of its own, which makes desktops: that service, running, with none. */
  startService?(screen: Screen, folder: string): Promise<PeerService>;
}

export interface PeerService extends AsyncDisposable {
  /** Named desktops (`openbox`, …) have no workload; without a name it is the one with the workload. */
  create(desktop?: string): Promise<RunningPeer>;
}

/** Process ids by role. The workload and the browser are not among them. */
export type ProcessGroups = Readonly<Record<'xServer' | 'server' | 'gateway', readonly number[]>>;

/** Where a frame's time goes, in milliseconds, by the product's own account; null where it does not know. */
export type Stages = Readonly<Record<(typeof stageNames)[number], number | null>>;
export const stageNames = [
  'captureMs',
  'convertMs',
  'encodeMs',
  'networkMs',
  'decodeMs',
  'presentMs',
] as const;

export interface RunningPeer extends AsyncDisposable {
  /** TCP port from which its pictures reach the browser. */
  readonly port: number;
  /** Where the workload program listens for its commands. */
  readonly workloadSocket: string;
  /** Opens the page in which the screen appears, signing in where that is needed, on `port` (its own, or a relay to that). */
  open(page: Page, port: number): Promise<void>;
  processes(): ProcessGroups;
  stages?(page: Page): Promise<Stages | null>;
}
