import type { Session } from '@berth/contract';
import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { api } from '../state/api.ts';
import { useSessionMove } from '../state/sessions.ts';
import { useTellFailure } from '../state/tell-failure.ts';
import classes from './inline-name.module.css';

/** A name that becomes a field when it is clicked: Enter keeps, Escape drops. */
export function InlineName(props: { readonly session: Session }) {
  const { session } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const tell = useTellFailure();
  const rename = useSessionMove((name: string) => api.renameSession(session.id, name));
  const close = () => {
    setDraft(null);
    requestAnimationFrame(() => button.current?.focus());
  };
  const keep = () => {
    const name = draft?.trim();
    if (name && name !== session.name)
      rename.mutate(name, { onError: tell(`${session.name} could not be renamed`) });
    close();
  };
  if (draft !== null)
    return (
      <TextInput
        aria-label={`New name of ${session.name}`}
        size="xs"
        maxLength={80}
        autoFocus
        value={draft}
        onFocus={event => event.currentTarget.select()}
        onChange={event => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={event => {
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') close();
        }}
      />
    );
  return (
    <UnstyledButton
      ref={button}
      className={classes.name}
      aria-label={`Rename ${session.name}`}
      title="Rename"
      onClick={() => setDraft(session.name)}
    >
      <Text component="span" fw={600} truncate>
        {rename.isPending ? rename.variables : session.name}
      </Text>
      <IconPencil size={14} stroke={1.6} className={classes.pencil} aria-hidden />
    </UnstyledButton>
  );
}
