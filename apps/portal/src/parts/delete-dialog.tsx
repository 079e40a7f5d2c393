import type { Session } from '@berth/contract';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { sayError } from '../state/problem.ts';
import { useDeleteSession } from '../state/sessions.ts';

export function DeleteDialog(props: {
  readonly session: Session;
  readonly force: boolean;
  readonly onClose: () => void;
}) {
  const { session, force, onClose } = props;
  const remove = useDeleteSession();
  const live = session.state === 'running' || session.state === 'impaired';
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={`${force ? 'Force delete' : 'Delete'} ${session.name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm">
          {force
            ? 'Use this when the session is stuck. Berth forgets it at once and then clears away what is left of it, without asking it to end.'
            : live
              ? 'The desktop ends, and with it everything that is not saved.'
              : 'The session goes from your list, with its logs.'}
        </Text>
        <Text size="sm" fw={600}>
          Your home files are kept.
        </Text>
        {remove.isError && (
          <Alert color="red" role="alert">
            {sayError(remove.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate({ id: session.id, force }, { onSuccess: onClose })}
          >
            {force ? 'Force delete' : 'Delete for good'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
