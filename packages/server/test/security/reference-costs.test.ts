import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, defineModule, implement, mixed, operation, post, service } from '@tessera/webapi';
import { withApplication } from '../application.ts';

const Echo = service('Tessera\\Test\\Api\\EchoInterface', { say: operation({ what: mixed }, mixed) });
let heard = 0;
const echo = defineModule({
  name: 'Tessera_Echo',
  routes: [post('/V1/echo', Echo.say, anonymous)],
  services: [
    implement(Echo, {
      say: ({ what }) => {
        heard++;
        return what;
      },
    }),
  ],
});

const say = (id: string, what: unknown) => ({ id, method: 'POST', url: '/V1/echo', body: { what } });
const again = (times: number) => Array.from({ length: times }, () => ({ $ref: 'a' }));

test('results that are used again and again are refused, atomic or not, and hold up nobody', () =>
  withApplication(
    async ({ send }) => {
      const aggregate = async (calls: unknown, atomic: boolean) => {
        const answer = await send({ method: 'POST', url: '/rest/V1/aggregate', body: { calls, atomic } });
        assert.equal(answer.status, 200, answer.text);
        return answer.json as { status: number; body: { message?: string } }[];
      };
      for (const atomic of [false, true]) {
        const few = await aggregate([say('a', Array(2000).fill('x')), say('b', again(20))], atomic);
        assert.deepEqual(
          few.map(({ status }) => status),
          [200, 200],
        );
        heard = 0;
        const values = await aggregate([say('a', Array(20_000).fill('x')), say('b', again(2000))], atomic);
        assert.match(values[1]?.body.message ?? '', /bring in more than 50000 values/);
        const bytes = await aggregate([say('a', 'x'.repeat(400_000)), say('b', again(2000))], atomic);
        assert.match(bytes[1]?.body.message ?? '', /bring in more than 1048576 bytes/);
        assert.deepEqual([values[1]?.status, bytes[1]?.status, heard], [400, 400, 2]);
      }
    },
    { modules: [echo] },
  ));
