import type { CreateSessionRequest, ProfileSummary } from '@berth/contract';
import { Anchor, Skeleton, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBoxOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { sayError } from '../state/problem.ts';
import { keys } from '../state/query-client.ts';
import { useStartSession } from '../state/start-session.ts';
import { viewerPath } from '../state/viewer-tab.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorNote } from './error-note.tsx';
import classes from './gallery.module.css';
import { OptionsDrawer } from './options-drawer.tsx';
import { ProfileCard } from './profile-card.tsx';

/** Every profile; a click starts one. */
export function Gallery() {
  const profiles = useQuery({ queryKey: keys.profiles, queryFn: api.profiles });
  const [options, setOptions] = useState<ProfileSummary | null>(null);
  const [optionsError, setOptionsError] = useState<unknown>(null);
  const { start, starting } = useStartSession({
    onStarted: (session, tabOpened) => {
      setOptions(null);
      if (tabOpened) return;
      notifications.show({
        color: 'orange',
        autoClose: false,
        title: 'Your browser blocked the new tab',
        message: (
          <Anchor href={viewerPath(session.id)} target="_blank" size="sm">
            Open {session.name}
          </Anchor>
        ),
      });
    },
    onFailed: (error, failed) => {
      if (options) setOptionsError(error);
      else
        notifications.show({
          color: 'red',
          autoClose: 15_000,
          title: `${failed.title} could not be started`,
          message: sayError(error),
        });
    },
  });
  const handleStart = (profile: ProfileSummary, request: CreateSessionRequest) => {
    setOptionsError(null);
    start({ request, title: request.name ?? profile.title });
  };

  return (
    <section aria-labelledby="gallery-title">
      <Title order={2} size="h3" id="gallery-title" mb="md">
        Start something
      </Title>
      {profiles.isError && !profiles.data ? (
        <ErrorNote
          title="The profiles could not be fetched"
          error={profiles.error}
          retry={() => void profiles.refetch()}
        />
      ) : profiles.data?.length === 0 ? (
        <EmptyState icon={IconBoxOff} title="There are no profiles">
          An administrator adds them as YAML files in the profiles folder of Berth’s data.
        </EmptyState>
      ) : (
        <div className={classes.grid} aria-busy={!profiles.data}>
          {profiles.data
            ? sorted(profiles.data).map(profile => (
                <ProfileCard
                  key={profile.name}
                  profile={profile}
                  starting={starting === profile.name}
                  onStart={() => handleStart(profile, { profile: profile.name })}
                  onOptions={() => {
                    setOptionsError(null);
                    setOptions(profile);
                  }}
                />
              ))
            : [1, 2, 3, 4].map(key => <Skeleton key={key} height={212} radius="lg" />)}
        </div>
      )}
      {profiles.data && profiles.data.length > 0 && profiles.data.every(each => !each.available) && (
        <Text c="dimmed" size="sm" mt="md">
          Nothing can be started until one of these is available.
        </Text>
      )}
      {options && (
        <OptionsDrawer
          profile={options}
          starting={starting === options.name}
          error={optionsError}
          onClose={() => setOptions(null)}
          onStart={request => handleStart(options, request)}
        />
      )}
    </section>
  );
}

/** What can be started comes first; otherwise as the server orders them. */
function sorted(profiles: readonly ProfileSummary[]): readonly ProfileSummary[] {
  return profiles.toSorted((a, b) => Number(b.available) - Number(a.available));
}
