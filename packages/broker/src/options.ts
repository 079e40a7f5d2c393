import type { Driver } from '@berth/driver-kit';
import type { Clock, Secret } from '@berth/kernel';
import type { Logger } from '@berth/node-kit';
import type { Tuning } from './reconcile/tuning.ts';
import type { UidRange } from './store/users.ts';

export interface BrokerOptions {
  /** `sqlite:<path>`. */
  readonly databaseUrl: string;
  /** The unix socket (0600) on which the gateway reaches the broker. */
  readonly socketPath: string;
  /** What people reach; the viewer's URL is made of it, and pages of this origin may make requests. */
  readonly publicUrl: string;
  /** What hosts dial, and the certificate that they pin: handed on to them as they are. */
  readonly hostUrl: string;
  readonly gatewayFingerprint: string | null;
  readonly drivers: readonly Driver[];
  /** Shipped first; a later folder's profile takes the place of an earlier one's of the same name. */
  readonly profileFolders: readonly string[];
  readonly portalFolder: string;
  readonly uidRange: UidRange;
  /** Of the user `admin`, made at the first start; null: one is made up and told. */
  readonly adminPassword: Secret | null;
  readonly onAdminPasswordGenerated: (password: Secret) => void | Promise<void>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Times that tests shorten. */
  readonly tuning?: Partial<Tuning>;
}
