import type { LaunchJob } from '@berth/contract';

/** What the keeper writes to the host's stdin, as one line of JSON. The pipe stays open: its end means the keeper is gone. */
export interface HostStart {
  readonly job: LaunchJob;
  /** One-time, but also what a restarted host derives its link key from (ADR 0001). Never on a disk, never logged. */
  readonly bootstrapToken: string;
  /** MIT-MAGIC-COOKIE-1, hex. */
  readonly xCookie: string;
  /** The X server's socket. */
  readonly xSocket: string;
  /** The host's own folder (0700), for what must outlive a kill of it. */
  readonly folder: string;
}

/**
 * Null for anything but a start. The job itself was parsed by the driver, and only the keeper can write here: reading its
 * schema once more would cost each host a third of the time that it needs to start.
 */
export function parseHostStart(line: string): HostStart | null {
  try {
    const start = JSON.parse(line) as Record<keyof HostStart, unknown>;
    const { job, bootstrapToken, xCookie, xSocket, folder } = start;
    const texts = [bootstrapToken, xSocket, folder];
    if (!texts.every(text => typeof text === 'string' && text !== '')) return null;
    if (typeof xCookie !== 'string' || !/^[0-9a-f]{32}$/.test(xCookie)) return null;
    if (typeof job !== 'object' || job === null || !('version' in job) || job.version !== 1) return null;
    return start as HostStart;
  } catch {
    return null;
  }
}
