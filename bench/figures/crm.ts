import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCrm } from '../../examples/crm/src/application.ts';
import { activate, addIntegration } from '../../examples/crm/test/merchant.ts';
import { freePort, Visitor } from '../../examples/crm/test/visitor.ts';
import { apiOf } from '../api.ts';
import type { Bench, Figure } from '../figure.ts';
import { startTessera } from '../processes.ts';

const CUSTOMERS = 10_000;

function figure(name: string, since: number, bound: number, note: string): Figure {
  const value = (performance.now() - since) / 1000;
  return { name, value, bound, ratio: value / bound, unit: 's', goal: `< ${bound} s`, note };
}

/** The third party's side over sockets: from Activate to Active with a signed-in user, and the import of customers. */
export const crm: Bench = {
  name: 'crm',
  measure: async function* ({ installations }) {
    const installation = await installations.fresh('SQLite', CUSTOMERS);
    if (installation === null) return;
    const { folder, environment } = installation;
    const server = await startTessera({
      folder,
      environment: { ...environment, TESSERA_ALLOW_PRIVATE_ADDRESSES: '1' },
    });
    const store = {
      url: `${server.base}/`,
      api: (await apiOf(server.base)).call,
      stop: server.stop,
    };
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const database = join(folder, 'crm.sqlite');
    const started = await createCrm({ database, origin, secretKey: randomBytes(32), allowPrivate: true, interval: 0 });
    await started.app.listen({ port, host: '127.0.0.1' });
    try {
      const visitor = new Visitor(origin);
      await visitor.signUp('ann@example.com');
      const integration = await addIntegration(store, { origin });
      const pressed = performance.now();
      await visitor.agree(await activate(store, integration));
      yield figure('activate to active', pressed, 1, 'with a signed-in user who agrees at once');

      const { connect, synchronisation, progress, contacts } = started.crm;
      const [connection] = await connect.connections('1');
      if (connection === undefined) throw new Error('the store was not connected');
      // The one that connecting began.
      await synchronisation.start(connection);
      const begun = performance.now();
      await synchronisation.start(connection, { everything: true });
      const imported = figure(
        'import of customers',
        begun,
        20,
        `${contacts.count(connection.id)} contacts, page by page over HTTP into SQLite`,
      );
      const { error, done } = progress.of(connection.id);
      if (error !== null || done < CUSTOMERS) throw new Error(error ?? 'not all were imported');
      yield imported;
    } finally {
      await started.app.close();
      await server.stop();
    }
  },
};
