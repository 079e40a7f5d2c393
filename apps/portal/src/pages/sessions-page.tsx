import type { SessionState, User } from '@berth/contract';
import {
  Button,
  CloseButton,
  Group,
  NativeSelect,
  Skeleton,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSailboat, IconSearch, IconZoomQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { SessionList } from '../parts/session-list.tsx';
import { usePageTitle } from '../state/page-title.ts';
import { useSessions } from '../state/sessions.ts';
import classes from './sessions-page.module.css';

const states: readonly { value: SessionState | ''; label: string }[] = [
  { value: '', label: 'All states' },
  { value: 'pending', label: 'Starting or ending' },
  { value: 'running', label: 'Running' },
  { value: 'impaired', label: 'Impaired' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'failed', label: 'Failed' },
];

export function SessionsPage(props: { readonly user: User }) {
  const title = props.user.admin ? 'Sessions' : 'My sessions';
  usePageTitle(title);
  const [state, setState] = useState<SessionState | null>(null);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const { query, sessions, total } = useSessions({ state, q, owner: null });
  const filtered = state !== null || q !== '';
  const clear = () => {
    setState(null);
    setTyped('');
  };

  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end" gap="md">
        <Title order={1} size="h2">
          {title}
        </Title>
        <Group gap="sm" className={classes.filters} role="search">
          <TextInput
            aria-label="Search by name or profile"
            placeholder="Search"
            leftSection={<IconSearch size={16} stroke={1.6} />}
            rightSection={
              typed && <CloseButton size="sm" aria-label="Clear the search" onClick={() => setTyped('')} />
            }
            value={typed}
            onChange={event => setTyped(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label="State"
            data={[...states]}
            value={state ?? ''}
            onChange={event => {
              const { value } = event.currentTarget;
              setState(states.find(each => each.value === value)?.value || null);
            }}
          />
        </Group>
      </Group>
      {query.isPending ? (
        <Stack gap="xs" aria-busy="true" aria-label="Loading sessions">
          {[1, 2, 3].map(key => (
            <Skeleton key={key} height={72} radius="lg" />
          ))}
        </Stack>
      ) : query.isError && sessions.length === 0 ? (
        <ErrorNote
          title="The sessions could not be fetched"
          error={query.error}
          retry={() => void query.refetch()}
        />
      ) : sessions.length > 0 ? (
        <>
          <SessionList sessions={sessions} showOwner={props.user.admin} />
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {sessions.length === total ? `${total} in all` : `${sessions.length} of ${total}`}
            </Text>
            {query.hasNextPage && (
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </Group>
        </>
      ) : filtered ? (
        <EmptyState
          icon={IconZoomQuestion}
          title="Nothing matches"
          action={
            <Button variant="default" mt="xs" onClick={clear}>
              Show all
            </Button>
          }
        >
          No session has this name and state.
        </EmptyState>
      ) : (
        <EmptyState
          icon={IconSailboat}
          title="No sessions yet"
          action={
            <Button component={Link} href="/" mt="xs">
              Start one
            </Button>
          }
        >
          A session is a desktop or an application that runs for you and stays until you end it.
        </EmptyState>
      )}
    </Stack>
  );
}
