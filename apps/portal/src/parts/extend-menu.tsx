import type { Session } from '@berth/contract';
import { Button, Menu } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { api } from '../state/api.ts';
import { useSessionMove } from '../state/sessions.ts';
import { useTellFailure } from '../state/tell-failure.ts';

const steps = [
  { minutes: 30, label: '30 minutes more' },
  { minutes: 60, label: '1 hour more' },
  { minutes: 240, label: '4 hours more' },
];

export function ExtendMenu(props: { readonly session: Session }) {
  const { session } = props;
  const tell = useTellFailure();
  const extend = useSessionMove((minutes: number) => api.extendSession(session.id, minutes));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconClockPlus size={15} stroke={1.6} />}
          loading={extend.isPending}
          aria-label={`Extend ${session.name}`}
        >
          Extend
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {steps.map(step => (
          <Menu.Item
            key={step.minutes}
            onClick={() =>
              extend.mutate(step.minutes, { onError: tell(`${session.name} could not be extended`) })
            }
          >
            {step.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
