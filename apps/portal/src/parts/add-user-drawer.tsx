import { CreateUserRequest } from '@berth/contract';
import { Alert, Button, Checkbox, Drawer, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../state/api.ts';
import { sayError } from '../state/problem.ts';
import { keys } from '../state/query-client.ts';

export function AddUserDrawer(props: { readonly onClose: () => void }) {
  const { onClose } = props;
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [admin, setAdmin] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const add = useMutation({
    mutationFn: api.createUser,
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: keys.users }),
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    const draft = CreateUserRequest.safeParse({ name: name.trim(), password, admin });
    if (draft.success) {
      setErrors({});
      return add.mutate(draft.data);
    }
    setErrors(Object.fromEntries(draft.error.issues.map(issue => [String(issue.path[0]), issue.message])));
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title="Add a user"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={handleSubmit} noValidate>
        <Stack>
          {add.isError && (
            <Alert color="red" role="alert">
              {sayError(add.error)}
            </Alert>
          )}
          <TextInput
            label="User name"
            description="Also the name of the account inside their sessions"
            data-autofocus
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            value={name}
            error={errors.name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            description="At least 12 characters"
            autoComplete="new-password"
            value={password}
            error={errors.password}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Checkbox
            label="Administrator"
            description="Sees every session, and may manage users"
            checked={admin}
            onChange={event => setAdmin(event.currentTarget.checked)}
          />
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
