import { Stack, Text, Title } from '@mantine/core';
import type { IconBox } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export function EmptyState(props: {
  readonly icon: typeof IconBox;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const { icon: Icon, title, children, action } = props;
  return (
    <Stack align="center" gap="xs" py={48} px="md" ta="center" data-testid="empty">
      <Icon size={48} stroke={1.1} color="var(--berth-quiet)" aria-hidden />
      <Title order={3} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={440} size="sm">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
