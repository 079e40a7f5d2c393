import type { Session } from '@berth/contract';
import { Button, Group, Text } from '@mantine/core';
import { IconExternalLink, IconPlayerPlayFilled, IconX } from '@tabler/icons-react';
import { api } from '../state/api.ts';
import { useHeard } from '../state/live.tsx';
import { phaseSince } from '../state/live-sessions.ts';
import { explain, isStarting, verbsOf } from '../state/session-words.ts';
import { useSessionMove } from '../state/sessions.ts';
import { useTellFailure } from '../state/tell-failure.ts';
import { clockTime, ending, since } from '../state/time-words.ts';
import { viewerPath } from '../state/viewer-tab.ts';
import { ExtendMenu } from './extend-menu.tsx';
import { InlineName } from './inline-name.tsx';
import { ProfileIcon } from './profile-icon.tsx';
import { SessionMenu } from './session-menu.tsx';
import classes from './session-row.module.css';
import { StateBadge } from './state-badge.tsx';

export function SessionRow(props: {
  readonly session: Session;
  readonly now: number;
  readonly showOwner: boolean;
  readonly onDelete: (force: boolean) => void;
  readonly onDetails: (tab: 'about' | 'logs') => void;
}) {
  const { session, now, showOwner, onDelete, onDetails } = props;
  const why = explain(session);
  return (
    <li
      className={classes.row}
      data-session={session.id}
      data-phase={session.phase}
      aria-label={session.name}
    >
      <ProfileIcon profile={session.profile} />
      <div className={classes.who}>
        <InlineName session={session} />
        <Text size="xs" c="dimmed" truncate>
          {session.profile}
          {session.driver && session.driver !== 'local' ? ` · ${session.driver}` : ''}
          {session.gpu ? ` · ${session.gpu}` : ''}
          {showOwner ? ` · owner ${session.owner}` : ''}
        </Text>
      </div>
      <div className={classes.state}>
        <Group gap="xs" wrap="nowrap">
          <StateBadge phase={session.phase} />
          <Elapsed session={session} now={now} />
        </Group>
        {why && (
          <Text size="sm" className={classes.why} data-testid="why" lineClamp={3} title={why}>
            {why}
          </Text>
        )}
      </div>
      <Ends session={session} now={now} />
      <div className={classes.actions}>
        <MainAction session={session} />
        <SessionMenu session={session} onDelete={onDelete} onDetails={onDetails} />
      </div>
    </li>
  );
}

function Elapsed(props: { readonly session: Session; readonly now: number }) {
  const { session, now } = props;
  const at = phaseSince(useHeard(), session);
  const atRest = session.phase === 'stopped' || session.phase === 'failed';
  const words = atRest ? `${since(at, now)} ago` : since(at, now);
  return (
    <Text size="sm" c="dimmed" className={classes.elapsed} title={new Date(at).toLocaleString()}>
      {words}
    </Text>
  );
}

function Ends(props: { readonly session: Session; readonly now: number }) {
  const { session, now } = props;
  const live = session.state === 'running' || session.state === 'impaired';
  if (!session.endsAt || !live) return <div className={classes.ends} data-empty="true" />;
  const { text, soon } = ending(session.endsAt, now);
  return (
    <div className={classes.ends}>
      <Text
        size="sm"
        className={soon ? classes.soon : classes.later}
        title={`at ${clockTime(session.endsAt, now)}`}
      >
        {text}
      </Text>
      {verbsOf(session).has('extend') && <ExtendMenu session={session} />}
    </div>
  );
}

/** The one thing a person most likely wants. */
function MainAction(props: { readonly session: Session }) {
  const { session } = props;
  const tell = useTellFailure();
  const start = useSessionMove(api.startSession);
  const cancel = useSessionMove(api.cancelSession);
  const verbs = verbsOf(session);
  if (isStarting(session.phase))
    return (
      <>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={16} />}
          loading={cancel.isPending}
          aria-label={`Cancel ${session.name}`}
          onClick={() =>
            cancel.mutate(session.id, { onError: tell(`${session.name} could not be cancelled`) })
          }
        >
          Cancel
        </Button>
        <OpenButton session={session} quiet />
      </>
    );
  if (verbs.has('open')) return <OpenButton session={session} />;
  if (verbs.has('start'))
    return (
      <Button
        variant="light"
        leftSection={<IconPlayerPlayFilled size={14} />}
        loading={start.isPending}
        aria-label={`Start ${session.name} again`}
        onClick={() => start.mutate(session.id, { onError: tell(`${session.name} could not be started`) })}
      >
        Start again
      </Button>
    );
  return null;
}

function OpenButton(props: { readonly session: Session; readonly quiet?: boolean }) {
  const { session, quiet = false } = props;
  return (
    <Button
      component="a"
      href={viewerPath(session.id)}
      target="_blank"
      rel="noopener"
      variant={quiet ? 'light' : 'filled'}
      leftSection={<IconExternalLink size={16} />}
      aria-label={`Open ${session.name} in a new tab`}
    >
      Open
    </Button>
  );
}
