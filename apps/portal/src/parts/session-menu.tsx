import type { Session } from '@berth/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconDotsVertical,
  IconFileText,
  IconInfoCircle,
  IconLink,
  IconPlayerStop,
  IconRotateClockwise,
  IconSkull,
  IconTrash,
} from '@tabler/icons-react';
import { api } from '../state/api.ts';
import { copyText } from '../state/copy-text.ts';
import { verbsOf } from '../state/session-words.ts';
import { useSessionMove } from '../state/sessions.ts';
import { useTellFailure } from '../state/tell-failure.ts';
import { viewerPath } from '../state/viewer-tab.ts';

export function SessionMenu(props: {
  readonly session: Session;
  readonly onDelete: (force: boolean) => void;
  readonly onDetails: (tab: 'about' | 'logs') => void;
}) {
  const { session, onDelete, onDetails } = props;
  const tell = useTellFailure();
  const stop = useSessionMove(api.stopSession);
  const restart = useSessionMove(api.restartSession);
  const verbs = verbsOf(session);
  const link = new URL(viewerPath(session.id), window.location.href).href;
  const handleCopy = async () => {
    const copied = await copyText(link);
    notifications.show(
      copied
        ? { color: 'green', title: 'Link copied', message: 'It opens for whoever may see this session.' }
        : { color: 'orange', autoClose: false, title: 'The browser refused to copy', message: link },
    );
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          loading={stop.isPending || restart.isPending}
          aria-label={`More about ${session.name}`}
        >
          <IconDotsVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconInfoCircle size={16} stroke={1.6} />} onClick={() => onDetails('about')}>
          Details
        </Menu.Item>
        <Menu.Item leftSection={<IconFileText size={16} stroke={1.6} />} onClick={() => onDetails('logs')}>
          Logs
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} stroke={1.6} />} onClick={() => void handleCopy()}>
          Copy link
        </Menu.Item>
        {(verbs.has('stop') || verbs.has('restart')) && <Menu.Divider />}
        {verbs.has('restart') && (
          <Menu.Item
            leftSection={<IconRotateClockwise size={16} stroke={1.6} />}
            onClick={() =>
              restart.mutate(session.id, { onError: tell(`${session.name} could not be restarted`) })
            }
          >
            Restart
          </Menu.Item>
        )}
        {verbs.has('stop') && (
          <Menu.Item
            leftSection={<IconPlayerStop size={16} stroke={1.6} />}
            onClick={() => stop.mutate(session.id, { onError: tell(`${session.name} could not be stopped`) })}
          >
            Stop
          </Menu.Item>
        )}
        {(verbs.has('delete') || verbs.has('force-delete')) && <Menu.Divider />}
        {verbs.has('delete') && (
          <Menu.Item
            c="var(--mantine-color-red-text)"
            leftSection={<IconTrash size={16} stroke={1.6} />}
            onClick={() => onDelete(false)}
          >
            Delete…
          </Menu.Item>
        )}
        {verbs.has('force-delete') && (
          <Menu.Item
            c="var(--mantine-color-red-text)"
            leftSection={<IconSkull size={16} stroke={1.6} />}
            onClick={() => onDelete(true)}
          >
            Force delete…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
