import type { User } from '@berth/contract';
import { Avatar, Burger, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconKey, IconLogout } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useSignOut } from '../state/me.ts';
import { BerthMark } from './berth-mark.tsx';
import { ChangePasswordDialog } from './change-password-dialog.tsx';
import { ColourSchemeSwitch } from './colour-scheme-switch.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { SessionAnnouncer } from './session-announcer.tsx';
import classes from './shell.module.css';

const places = [
  { path: '/', label: 'Start' },
  { path: '/sessions', label: 'My sessions' },
];
const adminPlaces = [
  { path: '/users', label: 'Users' },
  { path: '/doctor', label: 'Doctor' },
];

export function Shell(props: { readonly user: User; readonly children: ReactNode }) {
  const { user, children } = props;
  const [path, go] = useLocation();
  const shown = user.admin ? [...places, ...adminPlaces] : places;
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <header className={classes.header}>
        <div className={classes.bar}>
          <Link href="/" className={classes.brand} aria-label="Berth, start page">
            <BerthMark />
            <span className={classes.name}>Berth</span>
          </Link>
          <nav className={classes.nav} aria-label="Main">
            {shown.map(place => (
              <Link
                key={place.path}
                href={place.path}
                className={classes.link}
                aria-current={path === place.path ? 'page' : undefined}
              >
                {user.admin && place.path === '/sessions' ? 'Sessions' : place.label}
              </Link>
            ))}
          </nav>
          <div className={classes.tools}>
            <div className={classes.burger}>
              <Menu position="bottom-end">
                <Menu.Target>
                  <Burger size="sm" aria-label="Pages" />
                </Menu.Target>
                <Menu.Dropdown>
                  {shown.map(place => (
                    <Menu.Item key={place.path} onClick={() => go(place.path)}>
                      {place.label}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            </div>
            <ColourSchemeSwitch />
            <UserMenu user={user} />
          </div>
        </div>
        <ConnectionBanner />
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <SessionAnnouncer />
    </>
  );
}

function UserMenu(props: { readonly user: User }) {
  const { user } = props;
  const signOut = useSignOut();
  const [changing, setChanging] = useState(false);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} aria-label={`Signed in as ${user.name}`}>
          <Avatar name={user.name} color="harbour" size={30} radius="xl" />
          <Text size="sm" fw={550} className={classes.userName} truncate maw={140}>
            {user.name}
          </Text>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.name}
          {user.admin ? ', administrator' : ''}
        </Menu.Label>
        <Menu.Item leftSection={<IconKey size={16} stroke={1.6} />} onClick={() => setChanging(true)}>
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
      {changing && <ChangePasswordDialog onClose={() => setChanging(false)} />}
      <VisuallyHidden role="status">{signOut.isPending ? 'Signing out' : ''}</VisuallyHidden>
    </Menu>
  );
}
