import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo, putTo } from '../api/client.ts';
import { type Found, type Search, searchQuery } from '../api/search.ts';

export const STATUS = Object.freeze({ inactive: 0, active: 1, reset: 2 });
export const STATUS_LABELS: Readonly<Record<number, string>> = { 0: 'Inactive', 1: 'Active', 2: 'Reset' };

export interface Integration {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
  readonly endpoint: string | null;
  readonly identity_link_url: string | null;
  readonly status: number;
  /** 1: declared by a module, cannot be changed. */
  readonly setup_type: number;
  readonly consumer_id: number;
  readonly consumer_key: string;
  readonly all_resources: boolean;
  readonly resources: readonly string[];
  /** Calls in a period, where it has a limit of its own. */
  readonly rate_limit?: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}
export type IntegrationDraft = Pick<
  Integration,
  'name' | 'email' | 'endpoint' | 'identity_link_url' | 'all_resources' | 'resources' | 'rate_limit'
>;

export interface Credentials {
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly access_token: string | null;
  readonly access_token_secret: string | null;
}
/** What an activation answers: the credentials, or where the merchant has to go on. */
export type Activation = Partial<Credentials> & {
  readonly identity_link_url?: string;
  readonly oauth_consumer_key?: string;
  readonly success_call_back?: string;
};

export interface HandshakeEvent {
  readonly id: number;
  readonly step: string;
  readonly outcome: 'ok' | 'failed';
  readonly detail: string;
  readonly http_status: number | null;
  readonly occurred_at: string;
}

export const integrationsKey = ['integrations'] as const;

export const findIntegrations = (search: Search, signal?: AbortSignal): Promise<Found<Integration>> =>
  getFrom(`/V1/integrations?${searchQuery(search)}`, signal);

export const integrationQuery = (id: number) =>
  queryOptions({
    queryKey: [...integrationsKey, id],
    queryFn: ({ signal }) => getFrom<Integration>(`/V1/integrations/${id}`, signal),
  });
export const readHandshake = (id: number, signal?: AbortSignal): Promise<HandshakeEvent[]> =>
  getFrom(`/V1/integrations/${id}/handshake`, signal);
export const handshakeQuery = (id: number) =>
  queryOptions({
    queryKey: [...integrationsKey, id, 'handshake'],
    queryFn: ({ signal }) => readHandshake(id, signal),
  });

export const createIntegration = (integration: IntegrationDraft): Promise<Integration> =>
  postTo('/V1/integrations', { integration });
export const updateIntegration = (id: number, integration: IntegrationDraft): Promise<Integration> =>
  putTo(`/V1/integrations/${id}`, { integration });
export const deleteIntegration = (id: number): Promise<boolean> => deleteAt(`/V1/integrations/${id}`);
export const activateIntegration = (id: number, again: boolean): Promise<Activation> =>
  postTo(`/V1/integrations/${id}/${again ? 'reauthorize' : 'activate'}`);
export const readCredentials = (id: number): Promise<Credentials> => getFrom(`/V1/integrations/${id}/credentials`);

/** Whether the third party takes part in the activation: it is sent the credentials and fetches its tokens. */
export const exchangesTokens = ({ endpoint, identity_link_url }: Integration): boolean =>
  endpoint !== null && endpoint !== '' && identity_link_url !== null && identity_link_url !== '';

const isPlain = (url: string | null): boolean => url !== null && /^http:/i.test(url);
/** Whether something of the integration goes over the network unprotected. */
export const isInsecure = ({
  endpoint,
  identity_link_url,
}: Pick<Integration, 'endpoint' | 'identity_link_url'>): boolean => isPlain(endpoint) || isPlain(identity_link_url);

export const isDeclared = (integration: Integration): boolean => integration.setup_type === 1;
