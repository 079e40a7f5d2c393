import type { ProfileSummary } from '@berth/contract';
import { Button, Group, Text, Title } from '@mantine/core';
import { IconAdjustments, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useMe } from '../state/me.ts';
import { resourceWords } from '../state/resource-words.ts';
import classes from './profile-card.module.css';
import { ProfileIcon } from './profile-icon.tsx';
import { Remedy } from './remedy.tsx';

export function ProfileCard(props: {
  readonly profile: ProfileSummary;
  readonly starting: boolean;
  readonly onStart: () => void;
  readonly onOptions: () => void;
}) {
  const { profile, starting, onStart, onOptions } = props;
  const isAdmin = useMe().data?.admin ?? false;
  const heading = `profile-${profile.name}`;
  return (
    <article className={classes.card} aria-labelledby={heading} data-available={profile.available}>
      <Group gap="md" wrap="nowrap" align="flex-start">
        <ProfileIcon profile={profile.name} />
        <div className={classes.head}>
          <Title order={3} size="h4" id={heading} className={classes.title}>
            {profile.title}
          </Title>
          <Text size="xs" c="dimmed">
            {profile.kind === 'desktop' ? 'Desktop' : 'Application'}
            {profile.available ? '' : ' · not installed'}
          </Text>
        </div>
      </Group>
      <Text size="sm" className={classes.description}>
        {profile.description || (profile.kind === 'desktop' ? 'A full desktop.' : 'A single application.')}
      </Text>
      {profile.unavailable ? (
        <div className={classes.missing}>
          <Text size="sm" fw={550}>
            {profile.unavailable.missing}
          </Text>
          {isAdmin ? (
            <Remedy text={profile.unavailable.remedy} />
          ) : (
            <Text size="sm" c="dimmed">
              Ask your administrator to install it.
            </Text>
          )}
        </div>
      ) : (
        <>
          <ul className={classes.facts} aria-label="Resources">
            {resourceWords(profile).map(words => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          <Group gap="xs" wrap="nowrap" className={classes.actions}>
            <Button
              flex={1}
              size="md"
              loading={starting}
              leftSection={<IconPlayerPlayFilled size={16} />}
              onClick={onStart}
              aria-label={`Start ${profile.title}`}
            >
              Start
            </Button>
            <Button
              size="md"
              variant="default"
              leftSection={<IconAdjustments size={18} stroke={1.6} />}
              onClick={onOptions}
              aria-label={`Options for ${profile.title}`}
            >
              Options
            </Button>
          </Group>
        </>
      )}
    </article>
  );
}
