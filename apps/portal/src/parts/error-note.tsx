import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { isAway, sayError } from '../state/problem.ts';

/** In place of something that could not be fetched. */
export function ErrorNote(props: {
  readonly title: string;
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const { title, error, retry } = props;
  const away = isAway(error);
  return (
    <Alert
      color={away ? 'orange' : 'red'}
      title={title}
      icon={away ? <IconPlugConnectedX /> : <IconAlertCircle />}
      role="alert"
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{sayError(error)}</Text>
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}
