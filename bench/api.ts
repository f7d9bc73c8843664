import type { Credentials } from '@tessera/oauth1';
import { adminToken } from './processes.ts';

/** The Web API of a server under measurement, as the admin calls it. */
export interface Api {
  readonly headers: Readonly<Record<string, string>>;
  readonly call: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

export async function apiOf(base: string): Promise<Api> {
  const headers = { authorization: `Bearer ${await adminToken(base)}`, 'content-type': 'application/json' };
  return {
    headers,
    call: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${base}/rest${path}`, { method, headers, ...sent });
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}

/** Makes and activates an integration with every right. */
export async function signingIntegration({ call }: Api, name = 'Bench'): Promise<Credentials> {
  const { id } = await call<{ id: number }>('POST', '/V1/integrations', {
    integration: { name, all_resources: true, resources: [] },
  });
  const four = await call<Record<string, string>>('POST', `/V1/integrations/${id}/activate`, {});
  return {
    consumerKey: four['consumer_key'] ?? '',
    consumerSecret: four['consumer_secret'] ?? '',
    token: four['access_token'] ?? '',
    tokenSecret: four['access_token_secret'] ?? '',
  };
}

/** Median time of one call in milliseconds, one after the other over a kept-alive connection. */
export async function timeOf(calls: number, call: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < calls; n++) {
    const began = performance.now();
    await call(n);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.NaN;
}
