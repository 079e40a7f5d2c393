import type { CheckResult, CheckVerdict } from '@berth/contract';
import { Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ErrorNote } from '../parts/error-note.tsx';
import { Remedy } from '../parts/remedy.tsx';
import { api } from '../state/api.ts';
import { usePageTitle } from '../state/page-title.ts';
import { keys } from '../state/query-client.ts';
import classes from './doctor-page.module.css';

const looks: Readonly<Record<CheckVerdict, { word: string; colour: string; order: number }>> = {
  fail: { word: 'Failed', colour: 'red', order: 0 },
  warn: { word: 'Warning', colour: 'orange', order: 1 },
  skip: { word: 'Skipped', colour: 'gray', order: 2 },
  pass: { word: 'Passed', colour: 'green', order: 3 },
};

export function DoctorPage() {
  usePageTitle('Doctor');
  const report = useQuery({ queryKey: keys.doctor, queryFn: api.doctor, staleTime: 60_000 });
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h2">
            Doctor
          </Title>
          <Text c="dimmed" size="sm">
            What Berth found out about itself and this machine
          </Text>
        </div>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.6} />}
          loading={report.isFetching}
          onClick={() => void report.refetch()}
        >
          Check again
        </Button>
      </Group>
      {report.isError && !report.data ? (
        <ErrorNote
          title="The checks could not be run"
          error={report.error}
          retry={() => void report.refetch()}
        />
      ) : !report.data ? (
        <Stack gap="xs" aria-busy="true" aria-label="Checking">
          {[1, 2, 3, 4].map(key => (
            <Skeleton key={key} height={64} radius="lg" />
          ))}
        </Stack>
      ) : (
        <ul className={classes.checks}>
          {report.data.checks
            .toSorted((a, b) => looks[a.verdict].order - looks[b.verdict].order)
            .map(check => (
              <Check key={check.id} check={check} />
            ))}
        </ul>
      )}
    </Stack>
  );
}

function Check(props: { readonly check: CheckResult }) {
  const { check } = props;
  const look = looks[check.verdict];
  return (
    <li className={classes.check}>
      <Badge variant="light" color={look.colour} tt="none" size="lg" className={classes.verdict}>
        {look.word}
      </Badge>
      <div className={classes.text}>
        <Text fw={600}>{check.title}</Text>
        <Text size="sm" c="dimmed">
          {check.evidence}
        </Text>
        {check.cause && <Text size="sm">{check.cause}</Text>}
        {check.remedy && <Remedy text={check.remedy} />}
      </div>
      <code className={classes.id}>{check.id}</code>
    </li>
  );
}
