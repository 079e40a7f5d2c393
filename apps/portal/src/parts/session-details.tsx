import type { Session } from '@berth/contract';
import { Drawer, Stack, Tabs, Text, Title } from '@mantine/core';
import { clockTime, since } from '../state/time-words.ts';
import { viewerPath } from '../state/viewer-tab.ts';
import { CopyButton } from './copy-button.tsx';
import classes from './session-details.module.css';
import { SessionHistory } from './session-history.tsx';
import { SessionLogs } from './session-logs.tsx';
import { StartupBreakdown } from './startup-breakdown.tsx';
import { StateBadge } from './state-badge.tsx';

export function SessionDetails(props: {
  readonly session: Session;
  readonly now: number;
  readonly firstTab: 'about' | 'logs';
  readonly onClose: () => void;
}) {
  const { session, now, firstTab, onClose } = props;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={session.name}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Tabs defaultValue={firstTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="about">Details</Tabs.Tab>
          <Tabs.Tab value="logs">Logs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="about">
          <Stack gap="xl">
            <div>
              <StateBadge phase={session.phase} />
              {session.reason && (
                <Text size="sm" mt="xs">
                  {session.reason.message}
                </Text>
              )}
            </div>
            <Facts session={session} now={now} />
            {session.startup.length > 0 && (
              <section>
                <Title order={3} size="h5" mb="xs">
                  The last start
                </Title>
                <StartupBreakdown steps={session.startup} />
              </section>
            )}
            <SessionHistory id={session.id} now={now} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="logs">
          <SessionLogs id={session.id} />
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  );
}

function Facts(props: { readonly session: Session; readonly now: number }) {
  const { session, now } = props;
  const { health } = session;
  const link = new URL(viewerPath(session.id), window.location.href).href;
  const rows: readonly (readonly [string, string])[] = [
    ['Profile', session.profile],
    ['Owner', session.owner],
    ['Runs on', session.driver ?? 'not placed yet'],
    ['Screen', `${session.size.width} × ${session.size.height}`],
    ...(session.gpu ? [['GPU', session.gpu] as const] : []),
    ['Created', clockTime(session.createdAt, now)],
    ...(session.endsAt ? [['Ends', clockTime(session.endsAt, now)] as const] : []),
    ['Viewers', String(health.viewers)],
    ['Last heard from', health.heardAt ? `${since(Date.parse(health.heardAt), now)} ago` : 'nothing yet'],
  ];
  return (
    <dl className={classes.facts}>
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <div>
        <dt>Id</dt>
        <dd className={classes.copy}>
          <code>{session.id}</code>
          <CopyButton text={session.id} label="Copy the id" />
        </dd>
      </div>
      <div>
        <dt>Link</dt>
        <dd className={classes.copy}>
          <code>{link}</code>
          <CopyButton text={link} label="Copy the link" />
        </dd>
      </div>
    </dl>
  );
}
