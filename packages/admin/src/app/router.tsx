import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { Waiting } from '../ui/waiting.tsx';
import { panelPath } from './place.ts';
import { routeTree } from './routes.ts';

export const createPanelRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    basepath: panelPath,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingComponent: Waiting,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPanelRouter>;
  }
  interface StaticDataRouteOption {
    /** What the reader of the page has to be granted. */
    resource?: string;
  }
}
