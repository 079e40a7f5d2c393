import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { api } from '../state/api.ts';
import { keys } from '../state/query-client.ts';
import { CopyButton } from './copy-button.tsx';
import { ErrorNote } from './error-note.tsx';
import classes from './session-logs.module.css';

export function SessionLogs(props: { readonly id: string }) {
  const { id } = props;
  const [source, setSource] = useState<string | null>(null);
  const logs = useQuery({
    queryKey: keys.logs(id, source),
    queryFn: () => api.sessionLog(id, source ?? undefined),
    placeholderData: keepPreviousData,
    refetchInterval: 3000,
  });
  if (logs.isError && !logs.data)
    return (
      <ErrorNote title="The logs could not be fetched" error={logs.error} retry={() => void logs.refetch()} />
    );
  if (!logs.data) return <Skeleton height={240} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <SegmentedControl
          aria-label="Source"
          size="xs"
          data={[...logs.data.sources]}
          value={source ?? logs.data.source}
          onChange={setSource}
        />
        <Group gap={4}>
          <CopyButton text={logs.data.text} label="Copy this log" />
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRefresh size={14} />}
            loading={logs.isFetching && logs.isPlaceholderData}
            onClick={() => void logs.refetch()}
          >
            Refresh
          </Button>
        </Group>
      </Group>
      {logs.data.text ? (
        <LogText text={logs.data.text} label={`Log of ${logs.data.source}`} />
      ) : (
        <Text c="dimmed" size="sm">
          Nothing has been written here yet.
        </Text>
      )}
    </Stack>
  );
}

/** Stays at the end while the reader is there. */
function LogText(props: { readonly text: string; readonly label: string }) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it must run when the text has changed
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [props.text]);
  return (
    <section
      ref={box}
      className={classes.log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={props.label}
      onScroll={event => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 30;
      }}
    >
      {props.text}
    </section>
  );
}
