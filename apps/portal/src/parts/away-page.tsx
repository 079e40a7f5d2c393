import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { isAway, sayError } from '../state/problem.ts';
import { BerthMark } from './berth-mark.tsx';

/** The whole page while Berth has not answered even once; it tries again by itself. */
export function AwayPage(props: { readonly error: unknown; readonly retry: () => void }) {
  const { error, retry } = props;
  useEffect(() => {
    const timer = setInterval(retry, 2000);
    return () => clearInterval(timer);
  }, [retry]);
  return (
    <Center h="100dvh" p="md" component="main">
      <Stack align="center" gap="sm" maw={420} ta="center">
        <BerthMark size={56} />
        <Title order={1} size="h3">
          {isAway(error) ? 'Berth is away for a moment' : 'Something is not right'}
        </Title>
        <Text c="dimmed" role="status">
          {sayError(error)} This page tries again by itself; open desktops go on meanwhile.
        </Text>
        <Button variant="light" onClick={retry}>
          Try now
        </Button>
      </Stack>
    </Center>
  );
}
