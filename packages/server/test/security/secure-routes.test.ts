import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, anonymous, defineModule, implement, operation, post, service, string } from '@tessera/webapi';
import { withApplication } from '../application.ts';
import { firstAdminToken } from '../people.ts';
import { allAttempts } from './bindings.ts';

const Vault = service('Tessera\\Test\\Api\\VaultInterface', {
  open: operation({}, string),
  fill: operation({}, string),
});
let opened = 0;
const open = () => {
  opened++;
  return 'open';
};
const vault = defineModule({
  name: 'Tessera_Vault',
  routes: [
    post('/V1/vault', Vault.open, anonymous, { secure: true }),
    post('/V1/vault/content', Vault.fill, allow('Magento_Backend::admin'), { secure: true }),
  ],
  services: [implement(Vault, { open, fill: open })],
});

test('what is for TLS only is refused without by every binding, and done with it', () =>
  withApplication(
    async (context) => {
      const { application } = context;
      const bearer = await firstAdminToken(context);
      const attempts = allAttempts(application.kernel).filter(({ route }) => route.module === 'Tessera_Vault');
      assert.ok(attempts.length >= 14);
      for (const { name, request, read } of attempts) {
        const { text } = read(await context.send({ ...request(''), bearer }));
        assert.match(text, /Operation allowed only in HTTPS/, name);
      }
      await application.bulkWorker.drain();
      assert.equal(opened, 0);
      for (const { name, request } of attempts) {
        const { method = 'GET', url, headers = {}, body = '' } = request('');
        const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
        const answer = await application.handle({
          method,
          url,
          headers: {
            host: 'localhost',
            'content-type': 'application/json',
            'content-length': String(bytes.length),
            authorization: `Bearer ${bearer}`,
            ...headers,
          },
          body: async () => bytes,
          remoteAddress: '127.0.0.1',
          scheme: 'https',
          host: 'localhost',
        });
        assert.match(answer.body.toString(), /open|accepted/, name);
      }
    },
    { modules: [vault] },
  ));
