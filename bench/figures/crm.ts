import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCrm } from '../../examples/crm/src/application.ts';
import { activate, addIntegration } from '../../examples/crm/test/merchant.ts';
import { freePort, Visitor } from '../../examples/crm/test/visitor.ts';
import type { Bench, Figure } from '../figure.ts';
import { adminToken, startTessera, tessera } from '../processes.ts';

const CUSTOMERS = 10_000;

const figure = (name: string, since: number, goal: string, note: string): Figure => ({
  name,
  value: (performance.now() - since) / 1000,
  bound: null,
  ratio: null,
  unit: 's',
  goal,
  note,
});

/** The third party's side over sockets: from Activate to Active with a signed-in user, and the import of customers. */
export const crm: Bench = {
  name: 'crm',
  measure: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    tessera(folder, ['seed', '--customers', String(CUSTOMERS)], { DATABASE_URL: '' });
    const server = await startTessera(folder, { DATABASE_URL: '', TESSERA_ALLOW_PRIVATE_ADDRESSES: '1' });
    const token = await adminToken(server.base);
    const store = {
      url: `${server.base}/`,
      api: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
        const response = await fetch(`${server.base}/rest${path}`, {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
        return (await response.json()) as T;
      },
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
      const activation = figure('activate to active', pressed, '< 1 s', 'with a signed-in user who agrees at once');

      const { connect, synchronisation, progress, contacts } = started.crm;
      const [connection] = await connect.connections('1');
      if (connection === undefined) throw new Error('the store was not connected');
      // The one that connecting began.
      await synchronisation.start(connection);
      const begun = performance.now();
      await synchronisation.start(connection, { everything: true });
      const import10k = figure(
        'import of customers',
        begun,
        '< 20 s',
        `${contacts.count(connection.id)} contacts, page by page over HTTP into SQLite`,
      );
      const { error, done } = progress.of(connection.id);
      if (error !== null || done < CUSTOMERS) throw new Error(error ?? 'not all were imported');
      return [activation, import10k];
    } finally {
      await started.app.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
