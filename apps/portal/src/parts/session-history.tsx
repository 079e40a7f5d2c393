import { Skeleton, Text, Timeline, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../state/api.ts';
import { keys } from '../state/query-client.ts';
import { lookOf } from '../state/session-words.ts';
import { clockTime } from '../state/time-words.ts';
import { ErrorNote } from './error-note.tsx';

/** Newest first, so that what has just happened is in sight. */
export function SessionHistory(props: { readonly id: string; readonly now: number }) {
  const { id, now } = props;
  const history = useQuery({
    queryKey: keys.history(id),
    queryFn: async () => (await api.sessionEvents(id, { limit: 500 })).items,
  });
  return (
    <section>
      <Title order={3} size="h5" mb="sm">
        History
      </Title>
      {history.isError ? (
        <ErrorNote
          title="The history could not be fetched"
          error={history.error}
          retry={() => void history.refetch()}
        />
      ) : history.data ? (
        <Timeline bulletSize={14} lineWidth={2}>
          {history.data
            .toSorted((a, b) => b.sequence - a.sequence)
            .map(event => (
              <Timeline.Item key={event.sequence} title={lookOf(event.to).word}>
                {event.reason && <Text size="sm">{event.reason.message}</Text>}
                <Text size="xs" c="dimmed">
                  {clockTime(event.at, now)} · {event.actor}
                </Text>
              </Timeline.Item>
            ))}
        </Timeline>
      ) : (
        <Skeleton height={120} />
      )}
    </section>
  );
}
