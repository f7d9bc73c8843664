import { createSigner } from '@tessera/oauth1';
import type { Scene } from './fault.ts';

interface Credentials {
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly access_token: string;
  readonly access_token_secret: string;
}

/** Calls that an integration signs with the clock of this process, and the same calls once more. */
export async function signedCalls({ base, token }: Scene): Promise<{
  ask: () => Promise<number>;
  replay: () => Promise<number>;
}> {
  const post = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${base}/rest/V1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { id } = await post<{ id: number }>('integrations', { integration: { name: 'Clock', all_resources: true } });
  const shown = await post<Credentials>(`integrations/${id}/activate`, {});
  const sign = createSigner({
    consumerKey: shown.consumer_key,
    consumerSecret: shown.consumer_secret,
    token: shown.access_token,
    tokenSecret: shown.access_token_secret,
  });
  const url = `${base}/rest/V1/store/websites`;
  const sent: string[] = [];
  const status = async (authorization: string): Promise<number> => {
    const response = await fetch(url, { headers: { authorization } });
    await response.text();
    return response.status;
  };
  return {
    ask: () => {
      const authorization = sign('GET', url);
      sent.push(authorization);
      return status(authorization);
    },
    replay: async () => {
      let accepted = 0;
      for (const authorization of sent) if ((await status(authorization)) === 200) accepted++;
      return accepted;
    },
  };
}
