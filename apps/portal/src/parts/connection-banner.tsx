import { Loader } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import type { Connection } from '../state/connection.ts';
import { useConnection } from '../state/connection-store.ts';
import classes from './connection-banner.module.css';

/** Comes while Berth cannot be reached, and goes by itself. Its live region is always there, so that it is read out. */
export function ConnectionBanner() {
  const connection = useConnection();
  return (
    <div role="status" aria-live="polite">
      {connection.kind !== 'online' && (
        <div className={classes.banner} data-testid="connection-banner">
          {connection.kind === 'offline' ? (
            <IconWifiOff size={18} aria-hidden />
          ) : (
            <Loader size={16} color="currentColor" aria-hidden />
          )}
          <span>{sayConnection(connection)}</span>
        </div>
      )}
    </div>
  );
}

function sayConnection(connection: Connection): string {
  if (connection.kind === 'offline') return 'Your browser is offline. What you see may be out of date.';
  if (connection.kind === 'away' && connection.broker === 'restarting')
    return 'Berth is restarting. Open desktops go on; this page catches up by itself.';
  return 'Berth does not answer. Trying again – open desktops may well go on.';
}
