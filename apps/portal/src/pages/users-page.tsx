import type { User } from '@berth/contract';
import { ActionIcon, Badge, Button, Group, Modal, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { IconKey, IconTrash, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AddUserDrawer } from '../parts/add-user-drawer.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { SetPasswordDialog } from '../parts/set-password-dialog.tsx';
import { api } from '../state/api.ts';
import { useNow } from '../state/now.ts';
import { usePageTitle } from '../state/page-title.ts';
import { sayError } from '../state/problem.ts';
import { keys } from '../state/query-client.ts';
import { clockTime } from '../state/time-words.ts';
import classes from './users-page.module.css';

export function UsersPage(props: { readonly user: User }) {
  usePageTitle('Users');
  const users = useQuery({ queryKey: keys.users, queryFn: api.users });
  const now = useNow();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<User | null>(null);
  const [renewing, setRenewing] = useState<User | null>(null);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Users
        </Title>
        <Button leftSection={<IconUserPlus size={18} stroke={1.6} />} onClick={() => setAdding(true)}>
          Add a user
        </Button>
      </Group>
      {users.isError && !users.data ? (
        <ErrorNote
          title="The users could not be fetched"
          error={users.error}
          retry={() => void users.refetch()}
        />
      ) : !users.data ? (
        <Skeleton height={160} radius="lg" aria-label="Loading users" />
      ) : (
        <div className={classes.card}>
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th className={classes.wide}>Since</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {users.data.map(user => (
                <Table.Tr key={user.id}>
                  <Table.Td fw={600}>{user.name}</Table.Td>
                  <Table.Td>
                    {user.admin ? (
                      <Badge variant="light" tt="none">
                        Administrator
                      </Badge>
                    ) : (
                      'User'
                    )}
                  </Table.Td>
                  <Table.Td className={classes.wide}>{clockTime(user.createdAt, now)}</Table.Td>
                  <Table.Td align="right">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`New password for ${user.name}`}
                      onClick={() => setRenewing(user)}
                    >
                      <IconKey size={18} stroke={1.6} />
                    </ActionIcon>
                    {user.id !== props.user.id && (
                      <ActionIcon
                        variant="subtle"
                        color="red"
                        aria-label={`Delete ${user.name}`}
                        onClick={() => setRemoving(user)}
                      >
                        <IconTrash size={18} stroke={1.6} />
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      {adding && <AddUserDrawer onClose={() => setAdding(false)} />}
      {renewing && <SetPasswordDialog user={renewing} onClose={() => setRenewing(null)} />}
      {removing && <RemoveUserDialog user={removing} onClose={() => setRemoving(null)} />}
    </Stack>
  );
}

function RemoveUserDialog(props: { readonly user: User; readonly onClose: () => void }) {
  const { user, onClose } = props;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: api.deleteUser,
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: keys.users }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={`Delete ${user.name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        <Text size="sm">
          They can no longer sign in, and their sessions end. The files in their home stay on the machine.
        </Text>
        {remove.isError && (
          <Text size="sm" c="red" role="alert">
            {sayError(remove.error)}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(user.id)}>
            Delete the user
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
