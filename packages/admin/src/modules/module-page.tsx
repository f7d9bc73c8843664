import { Alert, Paper } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sentence } from '../api/problem.ts';
import { NotFound } from '../app/not-found.tsx';
import { panelPath } from '../app/place.ts';
import { PageHead } from '../ui/page-head.tsx';
import classes from './module-page.module.css';
import { type ModulePageEntry, modulePagesQuery } from './module-pages.ts';
import { type ModuleScript, panelAccess } from './panel-access.ts';

/** A page that a module of the server brings. */
export function ModulePage() {
  const { page } = useParams({ strict: false });
  const { data: pages } = useSuspenseQuery(modulePagesQuery);
  const entry = pages.find(({ name }) => name === page);
  return entry === undefined ? <NotFound /> : <Mounted key={entry.name} entry={entry} />;
}

/** The module's script draws into an element of its own; plain HTML there looks like the rest of the panel. */
function Mounted({ entry: { label, script } }: { entry: ModulePageEntry }) {
  const place = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const navigate = useNavigate();
  useEffect(() => {
    const element = document.createElement('div');
    place.current?.append(element);
    let isLeft = false;
    let unmount: unknown;
    const draw = async (): Promise<void> => {
      const module: ModuleScript = await import(/* @vite-ignore */ `${panelPath}/${script}`);
      if (!isLeft)
        unmount = await module.mount(
          element,
          panelAccess((path) => void navigate({ href: path })),
        );
    };
    draw().catch(setFailure);
    return () => {
      isLeft = true;
      if (typeof unmount === 'function') unmount();
      element.remove();
    };
  }, [script, navigate]);
  return (
    <>
      <PageHead title={label} />
      {failure !== null && (
        <Alert color="red" role="alert" mb="md" title="The module could not show this page">
          {sentence(failure)}
        </Alert>
      )}
      <Paper withBorder p="lg" className={classes.place ?? ''} ref={place} />
    </>
  );
}
