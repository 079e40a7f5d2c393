import type { User } from '@berth/contract';
import { Group, Stack, Title, VisuallyHidden } from '@mantine/core';
import { Link } from 'wouter';
import { Gallery } from '../parts/gallery.tsx';
import { SessionList } from '../parts/session-list.tsx';
import { usePageTitle } from '../state/page-title.ts';
import { useSessions } from '../state/sessions.ts';
import classes from './home-page.module.css';

/** More than these are behind the link: the gallery should stay in sight. */
const shown = 4;

/** What a person has, then what they can start. */
export function HomePage(props: { readonly user: User }) {
  usePageTitle(null);
  const { sessions, total } = useSessions({ state: null, q: '', owner: props.user.name });
  return (
    <Stack gap={36}>
      <VisuallyHidden component="h1">Berth</VisuallyHidden>
      {sessions.length > 0 && (
        <section aria-labelledby="yours">
          <Group justify="space-between" mb="md" align="baseline">
            <Title order={2} size="h3" id="yours">
              Your sessions
            </Title>
            {total > shown && (
              <Link href="/sessions" className={classes.all}>
                All sessions ({total})
              </Link>
            )}
          </Group>
          <SessionList sessions={sessions.slice(0, shown)} showOwner={false} />
        </section>
      )}
      <Gallery />
    </Stack>
  );
}
