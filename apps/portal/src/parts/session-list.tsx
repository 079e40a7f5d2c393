import type { Session } from '@berth/contract';
import { useState } from 'react';
import { useNow } from '../state/now.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { SessionDetails } from './session-details.tsx';
import classes from './session-list.module.css';
import { SessionRow } from './session-row.tsx';

type Opened =
  | { readonly kind: 'delete'; readonly session: Session; readonly force: boolean }
  | { readonly kind: 'details'; readonly id: string; readonly tab: 'about' | 'logs' };

export function SessionList(props: { readonly sessions: readonly Session[]; readonly showOwner: boolean }) {
  const { sessions, showOwner } = props;
  const now = useNow();
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const detailed = opened?.kind === 'details' ? sessions.find(each => each.id === opened.id) : undefined;
  return (
    <>
      <ul className={classes.list} aria-label="Sessions">
        {sessions.map(session => (
          <SessionRow
            key={session.id}
            session={session}
            now={now}
            showOwner={showOwner}
            onDelete={force => setOpened({ kind: 'delete', session, force })}
            onDetails={tab => setOpened({ kind: 'details', id: session.id, tab })}
          />
        ))}
      </ul>
      {opened?.kind === 'delete' && (
        <DeleteDialog session={opened.session} force={opened.force} onClose={close} />
      )}
      {opened?.kind === 'details' && detailed && (
        <SessionDetails session={detailed} now={now} firstTab={opened.tab} onClose={close} />
      )}
    </>
  );
}
