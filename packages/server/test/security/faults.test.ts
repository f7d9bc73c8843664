import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { anonymous, defineModule, implement, maybe, operation, post, service, string } from '@tessera/webapi';
import { createApplication } from '../../src/application.ts';
import { freshDatabase } from '../application.ts';

const SECRET = 'S3cret-do-not-show';
const Broken = service('Tessera\\Test\\Api\\BrokenInterface', {
  break: operation({ password: maybe(string), name: maybe(string) }, string),
});
/** A service with a fault of its own, which knows something that nobody else should. */
const broken = defineModule({
  name: 'Tessera_Broken',
  routes: [post('/V1/broken', Broken.break, anonymous)],
  services: [
    implement(Broken, {
      break: () => {
        throw new TypeError('select * from admin_user: undefined is not a function');
      },
    }),
  ],
});

test('a fault of ours is answered with nothing but its number, and what is logged of the request is its path', async () => {
  const varFolder = mkdtempSync(join(tmpdir(), 'tessera-faults-'));
  const { location, drop } = await freshDatabase(varFolder);
  const logged: { readonly report?: string; readonly path?: string }[] = [];
  const write = (entry: object): void => {
    logged.push(entry);
  };
  const application = await createApplication({
    database: location,
    varFolder,
    basePath: '',
    keys: [randomBytes(32)],
    modules: [broken],
    log: { error: write, info: write },
  });
  try {
    for (const accept of ['application/json', 'application/xml']) {
      const body = Buffer.from(JSON.stringify({ password: SECRET, name: 'x' }));
      const answer = await application.handle({
        method: 'POST',
        url: `/rest/V1/broken?token=${SECRET}`,
        headers: {
          accept,
          'content-type': 'application/json',
          'content-length': String(body.length),
          authorization: `Bearer ${SECRET}`,
          cookie: `PHPSESSID=${SECRET}`,
          'x-current-password': SECRET,
        },
        body: async () => body,
        remoteAddress: '127.0.0.1',
        scheme: 'http',
        host: 'localhost',
      });
      const text = answer.body.toString();
      assert.equal(answer.status, 500);
      assert.match(text, /Report ID: webapi-[0-9a-f]{13}/);
      assert.doesNotMatch(text, /select|admin_user|undefined|TypeError|\.ts|S3cret/);
    }
    const faults = logged.filter((entry) => 'report' in entry);
    assert.equal(faults.length, 2);
    assert.deepEqual(
      faults.map(({ path }) => path),
      ['/rest/V1/broken', '/rest/V1/broken'],
    );
    assert.doesNotMatch(
      JSON.stringify(logged, (_, value) => (value instanceof Error ? value.stack : value)),
      /S3cret/,
    );
  } finally {
    await application.close();
    await drop();
    rmSync(varFolder, { recursive: true, force: true });
  }
});
