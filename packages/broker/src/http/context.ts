import type { Driver } from '@berth/driver-kit';
import type { Clock } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { SignIn } from '../identity/sign-in.ts';
import type { LiveSessions } from '../live/live-sessions.ts';
import type { Routes } from '../live/routes.ts';
import type { ProfileAvailability } from '../profiles/availability.ts';
import type { ProfileCatalog } from '../profiles/profile-catalog.ts';
import type { Reconciler } from '../reconcile/reconciler.ts';
import type { SessionWriter } from '../reconcile/session-writer.ts';
import type { Tuning } from '../reconcile/tuning.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from './metrics.ts';

/** What routes work with. */
export interface Context {
  readonly store: Store;
  readonly writer: SessionWriter;
  readonly reconciler: Reconciler;
  readonly live: LiveSessions;
  readonly routes: Routes;
  readonly signIn: SignIn;
  readonly profiles: ProfileCatalog;
  readonly availability: ProfileAvailability;
  readonly drivers: ReadonlyMap<string, Driver>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tuning: Tuning;
  readonly publicUrl: string;
  readonly hostUrl: string;
  readonly gatewayFingerprint: string | null;
  readonly portalFolder: string;
  /** Aborted when the broker closes: endless replies end then. */
  readonly closing: AbortSignal;
}
