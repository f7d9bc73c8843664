import { ActionIcon, Burger, Button, Drawer, Kbd, Tooltip } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { NotFound } from '../app/not-found.tsx';
import { IdentityDialog } from '../session/identity.tsx';
import { SessionContext, sessionQuery, useMay } from '../session/session.ts';
import { SessionOver } from '../session/session-over.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { useScheme } from './use-scheme.ts';

/** Every page with its frame. It stays when the session is over: what is typed there must not go with it. */
export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const last = useRef(session);
  if (session !== null) last.current = session;
  if (last.current === null) return null;
  return (
    <SessionContext value={last.current}>
      <Frame isOver={session === null} />
    </SessionContext>
  );
}

/** Menu, search, account, and the page among them. */
function Frame({ isOver }: { isOver: boolean }) {
  const [isOpen, menu] = useDisclosure(false);
  const [searches, search] = useDisclosure(false);
  const { scheme, toggle } = useScheme();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  useHotkeys([['mod+K', search.toggle]], []);

  // A new page is read from its beginning, by screen readers too.
  const first = useRef(true);
  useEffect(() => {
    menu.close();
    if (!first.current && path !== '') main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [path, menu.close]);

  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        To the content
      </button>
      <header className={classes.bar}>
        <Burger
          className={classes.burger ?? ''}
          opened={isOpen}
          onClick={menu.toggle}
          size="sm"
          aria-label="Menu"
          aria-expanded={isOpen}
        />
        <Link to="/dashboard" className={classes.home} aria-label="Tessera, to the dashboard">
          <Mark />
          <span>Tessera</span>
        </Link>
        <Button
          className={classes.search ?? ''}
          variant="default"
          onClick={search.open}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">Ctrl K</Kbd>}
          justify="flex-start"
        >
          Go to…
        </Button>
        <ActionIcon
          className={classes.searchSmall ?? ''}
          variant="subtle"
          color="gray"
          size="lg"
          onClick={search.open}
          aria-label="Go to…"
        >
          <IconSearch size={20} />
        </ActionIcon>
        <Tooltip label={scheme === 'dark' ? 'Light' : 'Dark'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={toggle}
            aria-label={scheme === 'dark' ? 'Switch to light' : 'Switch to dark'}
          >
            {scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />}
          </ActionIcon>
        </Tooltip>
        <AccountMenu />
      </header>
      <aside className={classes.side}>
        <Navigation />
      </aside>
      <Drawer
        opened={isOpen}
        onClose={menu.close}
        size={280}
        title="Menu"
        closeButtonProps={{ 'aria-label': 'Close the menu' }}
        classNames={{ content: classes.drawer ?? '', header: classes.drawer ?? '', body: classes.drawerBody ?? '' }}
      >
        <Navigation />
      </Drawer>
      <main ref={main} id="main" tabIndex={-1} className={classes.main}>
        <Suspense fallback={<Waiting />}>
          <CurrentPage />
        </Suspense>
      </main>
      <Palette opened={searches} onClose={search.close} />
      <IdentityDialog />
      <SessionOver isFound={isOver && path !== '/sign-in'} />
    </div>
  );
}

/** Pages that were not granted look like pages that do not exist. */
function CurrentPage() {
  const may = useMay();
  // The address is a step ahead while a page is loaded. The page before must not stay until then: what is typed would
  // go into its fields and be lost with it.
  const isMoving = useRouterState({
    select: ({ location, resolvedLocation }) =>
      resolvedLocation !== undefined && resolvedLocation.pathname !== location.pathname,
  });
  const resource = useMatches({
    select: (matches) => matches.findLast((match) => match.staticData.resource)?.staticData.resource,
  });
  if (isMoving) return <Waiting />;
  return resource !== undefined && !may(resource) ? <NotFound /> : <Outlet />;
}
