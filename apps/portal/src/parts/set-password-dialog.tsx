import { SetPasswordRequest, type User } from '@berth/contract';
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../state/api.ts';
import { sayError } from '../state/problem.ts';

export function SetPasswordDialog(props: { readonly user: User; readonly onClose: () => void }) {
  const { user, onClose } = props;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const set = useMutation({
    mutationFn: (next: string) => api.setPassword(user.id, next),
    onSuccess: () => {
      notifications.show({
        color: 'green',
        title: `${user.name} has a new password`,
        message: 'They must sign in again.',
      });
      onClose();
    },
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const read = SetPasswordRequest.safeParse({ password });
    setProblem(read.success ? null : 'Use at least 12 characters.');
    if (read.success) set.mutate(read.data.password);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={`New password for ${user.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={handleSubmit} noValidate>
        <Stack>
          <Text size="sm">They are signed out everywhere. Their sessions go on.</Text>
          <PasswordInput
            label="Password"
            description="At least 12 characters"
            autoComplete="new-password"
            data-autofocus
            value={password}
            error={problem ?? (set.isError ? sayError(set.error) : null)}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={set.isPending}>
              Set the password
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
