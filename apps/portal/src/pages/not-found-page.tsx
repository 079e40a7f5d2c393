import { Button, Stack, Text, Title } from '@mantine/core';
import { IconAnchorOff } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import { usePageTitle } from '../state/page-title.ts';

export function NotFoundPage() {
  const [path] = useLocation();
  usePageTitle('Not found');
  return (
    <Stack align="center" gap="sm" py={80} ta="center">
      <IconAnchorOff size={56} stroke={1.2} color="var(--berth-quiet)" aria-hidden />
      <Title order={1} size="h2">
        Nothing is moored here
      </Title>
      <Text c="dimmed" maw={420}>
        There is no page at {path}. The link may be old, or mistyped.
      </Text>
      <Button component={Link} href="/" mt="sm">
        To the start page
      </Button>
    </Stack>
  );
}
