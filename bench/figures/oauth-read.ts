import { apiOf, signingIntegration } from '../api.ts';
import { type Bench, NO_POSTGRES, notMeasured } from '../figure.ts';
import { LABELS } from '../installations.ts';
import { startBare, startTessera } from '../processes.ts';
import { compareRates } from '../rates.ts';
import { readPaths } from './bearer-read.ts';

/** A signed read, a fresh nonce each, against bare HTTP and against our own Bearer read. */
export const oauthRead: Bench = {
  name: 'oauth read',
  measure: async function* ({ quick, installations }) {
    const paths = readPaths(1000);
    for (const label of LABELS) {
      const installation = await installations.fresh(label, 1000);
      if (installation === null) {
        yield notMeasured(`oauth read (${label})`, NO_POSTGRES);
        continue;
      }
      const server = await startTessera(installation);
      const bare = await startBare(installation);
      try {
        const api = await apiOf(server.base);
        const { authorization = '' } = api.headers;
        const signed = { url: server.base, paths, oauth: await signingIntegration(api) };
        const bearer = { url: server.base, paths, headers: { authorization } };
        yield await compareRates(`oauth read to bare HTTP (${label})`, '≥ 0.40', quick, signed, {
          url: bare.base,
          paths,
        });
        yield await compareRates(`oauth read to bearer read (${label})`, '≥ 0.60', quick, signed, bearer);
      } finally {
        await server.stop();
        await bare.stop();
      }
    }
  },
};
