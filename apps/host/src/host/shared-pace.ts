import type { PathEstimate } from '../path-estimate.ts';

/** What the rate of the shared picture is worked out from. */
export interface PacedViewer {
  readonly controls: boolean;
  /** Whether it gave input lately. */
  readonly drives: boolean;
  readonly responsive: boolean;
  /** Whether it acknowledges about when it should. */
  readonly timely: boolean;
  /** How many more pictures it may be sent. */
  readonly room: number;
  readonly path: PathEstimate | null;
}

/**
 * Whose paths set the rate, of those who answer in time, or else answer: those at the keyboard, or else those who might be, or
 * else those who watch. Others take of it what they can.
 */
function leadingOf(viewers: readonly PacedViewer[]): readonly PacedViewer[] {
  const answering = viewers.filter(viewer => viewer.responsive);
  const groups = [answering.filter(viewer => viewer.timely), answering].flatMap(group => {
    const inControl = group.filter(viewer => viewer.controls);
    return [inControl.filter(viewer => viewer.drives), inControl, group];
  });
  return groups.find(group => group.length > 0) ?? viewers;
}

/** How many more pictures may be encoded: as many as the fastest of those who lead may be sent. Nobody waits for a slower one. */
export function sharedRoom(viewers: readonly PacedViewer[]): number {
  return Math.max(0, ...leadingOf(viewers).map(viewer => viewer.room));
}

/** The widest path of those who lead; null while none is known. */
export function sharedPath(viewers: readonly PacedViewer[]): PathEstimate | null {
  const known = leadingOf(viewers).flatMap(({ path }) => path ?? []);
  return known.sort((a, b) => b.bytesPerSecond - a.bytesPerSecond)[0] ?? null;
}
