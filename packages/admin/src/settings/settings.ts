import { queryOptions } from '@tanstack/react-query';
import { callApi, getFrom, putTo } from '../api/client.ts';

export interface Field {
  readonly path: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'int' | 'bool' | 'string' | 'list' | 'secret';
  readonly unit?: string;
  readonly options?: readonly string[];
  readonly scopes: readonly string[];
  readonly default: string | null;
}
export interface Scope {
  readonly scope: 'default' | 'websites' | 'stores';
  readonly scopeId: number;
}
/** Where a value holds that no website or store view has replaced. */
export const GLOBAL: Scope = { scope: 'default', scopeId: 0 };
interface Value {
  readonly path: string;
  readonly value: string | null;
}

export const fieldsQuery = queryOptions({
  queryKey: ['config', 'fields'],
  queryFn: ({ signal }) => getFrom<Field[]>('/V1/config/fields', signal),
  staleTime: 600_000,
});

const at = (path: string, { scope, scopeId }: Scope): string =>
  `/V1/config?${new URLSearchParams({ path, scope, scopeId: String(scopeId) })}`;

export const valueQuery = (path: string, scope: Scope) =>
  queryOptions({
    queryKey: ['config', 'value', path, scope.scope, scope.scopeId],
    queryFn: ({ signal }) => getFrom<Value>(at(path, scope), signal),
  });

export const saveValue = (path: string, value: string, { scope, scopeId }: Scope): Promise<Value> =>
  putTo('/V1/config', { path, value, scope, scope_id: scopeId });
/** Takes the scope's own value away, so that the wider scope's holds again. */
export const inheritValue = (path: string, scope: Scope): Promise<Value> => callApi('DELETE', at(path, scope));

/** Sections of Magento's configuration by the beginning of the path; what is not listed has its path as name. */
const SECTIONS: Readonly<Record<string, string>> = {
  oauth: 'OAuth',
  webapi: 'Web API',
  admin: 'Admin',
  customer: 'Customer Configuration',
  web: 'Web',
  general: 'General',
  currency: 'Currency Setup',
  system: 'System',
  tessera: 'Tessera',
  trans_email: 'Store Email Addresses',
  newsletter: 'Newsletter',
  tax: 'Tax',
  catalog: 'Catalog',
  sales: 'Sales',
};
const GROUPS: Readonly<Record<string, string>> = {
  access_token_lifetime: 'Access Token Expiration',
  cleanup: 'Cleanup Settings',
  consumer: 'Consumer Settings',
  authentication_lock: 'Authentication Locks',
  jwtauth: 'JWT Authentication',
  account_share: 'Account Sharing Options',
  create_account: 'Create New Account Options',
  webapisecurity: 'Web API Security',
  oauth: 'OAuth',
};
const titled = (name: string): string => name.replace(/_/g, ' ').replace(/^\w/, (letter) => letter.toUpperCase());

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly { readonly id: string; readonly title: string; readonly fields: readonly Field[] }[];
}

const FIRST = ['oauth', 'webapi', 'admin', 'tessera'];

/** The fields as the page shows them; what has to do with integrations stands first. */
export function sectionsOf(fields: readonly Field[]): readonly Section[] {
  const rank = (id: string): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return [...Map.groupBy(fields, (field) => field.path.split('/')[0] ?? '')]
    .map(([id, own]) => ({
      id,
      title: SECTIONS[id] ?? titled(id),
      groups: [...Map.groupBy(own, (field) => field.path.split('/')[1] ?? '')].map(([group, entries]) => ({
        id: group,
        title: GROUPS[group] ?? titled(group),
        fields: entries,
      })),
    }))
    .sort((a, b) => rank(a.id) - rank(b.id) || a.title.localeCompare(b.title));
}
