import { ChangePasswordRequest } from '@berth/contract';
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../state/api.ts';
import { hasCode, sayError } from '../state/problem.ts';

/** One's own password. */
export function ChangePasswordDialog(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const [oldPassword, setOldPassword] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: api.changePassword,
    onSuccess: () => {
      notifications.show({
        color: 'green',
        title: 'Your password was changed',
        message: 'Wherever else you were signed in, you are signed out.',
      });
      onClose();
    },
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const read = ChangePasswordRequest.safeParse({ oldPassword, password });
    const short = read.error?.issues.some(issue => issue.path[0] === 'password') ?? false;
    setProblem(short ? 'Use at least 12 characters.' : null);
    if (read.success) change.mutate(read.data);
    else change.reset();
  };
  const wrong = hasCode(change.error, 'OLD_PASSWORD_WRONG');
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title="Change your password"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={handleSubmit} noValidate>
        <Stack>
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            data-autofocus
            value={oldPassword}
            error={wrong && sayError(change.error)}
            onChange={event => setOldPassword(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password"
            description="At least 12 characters"
            autoComplete="new-password"
            value={password}
            error={problem ?? (change.isError && !wrong ? sayError(change.error) : null)}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            Wherever else you are signed in, you are signed out. Your sessions go on.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={oldPassword === ''}>
              Change the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
