import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { sessionQuery } from '../session/session.ts';
import { NotFound } from './not-found.tsx';
import { PageFailure } from './page-failure.tsx';

/** A path of plain segments with a query: nothing that a browser or the router could decode into another host. */
const PAGE = /^\/(?:[\w.~-]+(?:\/[\w.~-]+)*)?(?:\?[^#\\\s]*)?$/;

/** Where to go after the sign-in: a page of the panel, never another place (`//host`, `https:`, `\`, `%5C`). */
export const safeTarget = (target: unknown): string | undefined =>
  typeof target === 'string' && PAGE.test(target) ? target : undefined;

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  errorComponent: PageFailure,
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  // Named even when refused: the router keeps what the address says wherever we say nothing.
  validateSearch: (search): { to?: string | undefined } => ({ to: safeTarget(search['to']) }),
  beforeLoad: async ({ context, search }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session !== null) throw redirect({ href: search.to ?? '/dashboard' });
  },
  component: lazyRouteComponent(() => import('../session/sign-in-page.tsx'), 'SignInPage'),
});

/** Everything that needs somebody who is signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session === null)
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
});

const page = <P extends string>(
  path: P,
  resource: string,
  load: () => Promise<Record<string, unknown>>,
  name: string,
) =>
  createRoute({
    getParentRoute: () => shellRoute,
    path,
    staticData: { resource },
    // The menu stays, whatever became of the page.
    errorComponent: PageFailure,
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  });

const INTEGRATIONS = 'Magento_Integration::integrations';
const USERS = 'Magento_User::acl_users';
const ROLES = 'Magento_User::acl_roles';
const CUSTOMERS = 'Magento_Customer::customer';

export const routeTree = rootRoute.addChildren([
  signInRoute,
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/dashboard', replace: true });
    },
  }),
  shellRoute.addChildren([
    page('/dashboard', 'Magento_Backend::admin', () => import('../dashboard/dashboard-page.tsx'), 'DashboardPage'),
    page('/integrations', INTEGRATIONS, () => import('../integrations/grid-page.tsx'), 'IntegrationsPage'),
    page('/integrations/new', INTEGRATIONS, () => import('../integrations/form-page.tsx'), 'NewIntegrationPage'),
    page('/integrations/$id', INTEGRATIONS, () => import('../integrations/integration-page.tsx'), 'IntegrationPage'),
    page('/integrations/$id/edit', INTEGRATIONS, () => import('../integrations/form-page.tsx'), 'EditIntegrationPage'),
    page('/credential-review', INTEGRATIONS, () => import('../tokens/review-page.tsx'), 'CredentialReviewPage'),
    page('/users', USERS, () => import('../users/grid-page.tsx'), 'UsersPage'),
    page('/users/new', USERS, () => import('../users/form-page.tsx'), 'NewUserPage'),
    page('/users/$id', USERS, () => import('../users/form-page.tsx'), 'EditUserPage'),
    page('/locked-users', 'Magento_User::locks', () => import('../users/locked-page.tsx'), 'LockedUsersPage'),
    page('/roles', ROLES, () => import('../roles/grid-page.tsx'), 'RolesPage'),
    page('/roles/new', ROLES, () => import('../roles/form-page.tsx'), 'NewRolePage'),
    page('/roles/$id', ROLES, () => import('../roles/form-page.tsx'), 'EditRolePage'),
    page('/customers', CUSTOMERS, () => import('../customers/grid-page.tsx'), 'CustomersPage'),
    page('/customers/new', 'Magento_Customer::manage', () => import('../customers/form-page.tsx'), 'NewCustomerPage'),
    page('/customers/$id', CUSTOMERS, () => import('../customers/form-page.tsx'), 'EditCustomerPage'),
    page('/customer-groups', 'Magento_Customer::group', () => import('../groups/groups-page.tsx'), 'GroupsPage'),
    page('/stores', 'Magento_Backend::store', () => import('../stores/stores-page.tsx'), 'StoresPage'),
    page('/configuration', 'Magento_Config::config', () => import('../settings/settings-page.tsx'), 'SettingsPage'),
    page('/account', 'Magento_Backend::admin', () => import('../account/account-page.tsx'), 'AccountPage'),
    page(
      '/action-logs',
      'Magento_Logging::magento_logging_events',
      () => import('../audit/audit-page.tsx'),
      'AuditPage',
    ),
    page(
      '/bulk-actions',
      'Magento_Logging::system_magento_logging_bulk_operations',
      () => import('../bulk/bulk-page.tsx'),
      'BulkPage',
    ),
    page('/modules/$page', 'Magento_Backend::admin', () => import('../modules/module-page.tsx'), 'ModulePage'),
    createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound }),
  ]),
]);
