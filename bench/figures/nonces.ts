import { createSigner } from '@tessera/oauth1';
import { apiOf, signingIntegration, timeOf } from '../api.ts';
import { type Bench, inTurn, NO_POSTGRES, notMeasured } from '../figure.ts';
import type { Installation } from '../installation.ts';
import { LABELS } from '../installations.ts';
import { rememberNonces } from '../nonces.ts';
import { type Running, startTessera } from '../processes.ts';

interface Signing extends Running {
  /** Milliseconds of the first signed call after the start. */
  readonly first: number;
  /** Median time of a signed call in milliseconds. */
  readonly time: () => Promise<number>;
}

async function signing(installation: Installation, nonces: number): Promise<Signing> {
  const before = await startTessera(installation);
  const sign = createSigner(await signingIntegration(await apiOf(before.base)));
  await before.stop();
  if (nonces > 0) await rememberNonces(installation, nonces);
  const server = await startTessera(installation);
  const call = async (n: number): Promise<void> => {
    const url = `${server.base}/rest/V1/customers/${1 + (n % 500)}`;
    const answer = await fetch(url, { headers: { authorization: sign('GET', url) } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`a signed call answered ${answer.status}`);
  };
  const began = performance.now();
  await call(0);
  return { ...server, first: performance.now() - began, time: () => timeOf(300, call) };
}

/** Latency of a signed read, one after the other, with many remembered nonces against none. */
export const nonces: Bench = {
  name: 'oauth read with nonces',
  measure: async function* ({ quick, installations }) {
    const count = quick ? 1_000_000 : 10_000_000;
    for (const label of LABELS) {
      const name = `oauth read with nonces, ${count.toLocaleString('en')} to none (${label})`;
      const many = await installations.fresh(label, 1000);
      const none = await installations.fresh(label, 1000);
      if (many === null || none === null) {
        yield notMeasured(name, NO_POSTGRES);
        continue;
      }
      const servers = [await signing(many, count), await signing(none, 0)] as const;
      try {
        const { a, b, ratio } = await inTurn(quick ? 3 : 9, servers[0].time, servers[1].time);
        const note = `first signed call after the start ${Math.round(servers[0].first)} ms`;
        yield { name, value: a, bound: b, ratio, unit: 'ms', goal: '≤ 1.10', note };
      } finally {
        for (const server of servers) await server.stop();
      }
    }
  },
};
