import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo } from '../api/client.ts';
import { integrationsKey } from '../integrations/integrations.ts';

/** One access token of an integration; the secrets are there only in the answer that issues it. */
export interface AccessToken {
  readonly id: number;
  readonly label: string | null;
  readonly state: string;
  readonly expires_at: string | null;
  readonly ends_at: string | null;
  readonly allowed_addresses: readonly string[];
  readonly store_ids: readonly number[];
  readonly read_only: boolean;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly access_token?: string;
  readonly access_token_secret?: string;
}
export interface TokenDraft {
  readonly label: string;
  readonly expires_at?: string;
  readonly allowed_addresses: readonly string[];
  readonly read_only: boolean;
}

export const tokensQuery = (integrationId: number) =>
  queryOptions({
    queryKey: [...integrationsKey, integrationId, 'tokens'],
    queryFn: ({ signal }) => getFrom<AccessToken[]>(`/V1/integrations/${integrationId}/tokens`, signal),
  });

export const issueToken = (integrationId: number, token: TokenDraft): Promise<AccessToken> =>
  postTo(`/V1/integrations/${integrationId}/tokens`, { token });
export const revokeToken = (integrationId: number, tokenId: number): Promise<boolean> =>
  deleteAt(`/V1/integrations/${integrationId}/tokens/${tokenId}`);
export const rotateToken = (integrationId: number, tokenId: number, overlapSeconds: number): Promise<AccessToken> =>
  postTo(`/V1/integrations/${integrationId}/tokens/${tokenId}/rotate`, { overlapSeconds });
