import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flushActivity } from '@tessera/modules';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const text = (moment: number): string => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');

interface Use {
  readonly integration_id: number;
  readonly last_used_at?: string;
  readonly expires_at?: string;
  readonly has_access: boolean;
}
interface Token {
  readonly id: number;
  readonly access_token?: string;
  readonly ends_at?: string;
}

/** Five integrations: one without tokens, one whose token never ends, two with an end, one that has ended. */
async function installation(context: TestApplication) {
  const { send, clock } = context;
  let bearer = await firstAdminToken(context);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const { status, text: answer, json } = await send({ method, url: `/rest/V1/${path}`, bearer, body });
    assert.equal(status, 200, answer);
    return json as T;
  };
  const add = async (name: string): Promise<number> =>
    (await ask<{ id: number }>('POST', 'integrations', { integration: { name, all_resources: true } })).id;
  const activate = async (id: number): Promise<string> =>
    (await ask<{ access_token: string }>('POST', `integrations/${id}/activate`)).access_token;
  const use = async (token: string): Promise<void> => {
    await send({ url: '/rest/V1/customerGroups/1', bearer: token });
    await flushActivity(context.call());
  };
  /** Active, with one token that ends. */
  const ending = async (name: string, expires_at: number): Promise<string> => {
    const id = await add(name);
    await activate(id);
    const [own] = await ask<Token[]>('GET', `integrations/${id}/tokens`);
    const label = { label: 'only', expires_at: new Date(expires_at).toISOString() };
    const token = await ask<Token>('POST', `integrations/${id}/tokens`, { token: label });
    await ask('DELETE', `integrations/${id}/tokens/${own?.id}`);
    return token.access_token ?? '';
  };

  const start = clock.now;
  await add('new');
  const lasting = await activate(await add('lasting'));
  const later = await ending('ends later', start + 10 * DAY);
  await ending('ends soon', start + DAY);
  await ending('has ended', start + HOUR);
  await use(lasting);
  clock.now += 2 * HOUR;
  bearer = await firstAdminToken(context);
  await use(later);

  const list = async (query: string): Promise<string[]> => {
    const { items } = await ask<{ items: { name: string }[] }>('GET', `integrations?${query}`);
    return items.map(({ name }) => name);
  };
  return {
    ask,
    start,
    uses: () => ask<Use[]>('GET', 'activity/integrations?ids=1,2,3,4,5,6'),
    sorted: (field: string, direction: string) =>
      list(`searchCriteria[sortOrders][0][field]=${field}&searchCriteria[sortOrders][0][direction]=${direction}`),
    /** Conditions that must all hold. */
    having: (...conditions: readonly (readonly [field: string, condition: string, value: string])[]) =>
      list(
        conditions
          .flatMap(([field, condition, value], index) => {
            const at = `searchCriteria[filter_groups][${index}][filters][0]`;
            return [`${at}[field]=${field}`, `${at}[condition_type]=${condition}`, `${at}[value]=${encodeURI(value)}`];
          })
          .join('&'),
      ),
  };
}

test('integrations are sorted and filtered by their last use, and who never called stands at one end', () =>
  withApplication(async (context) => {
    const { sorted, having, start, uses } = await installation(context);
    const never = ['new', 'ends soon', 'has ended'];
    assert.deepEqual(await sorted('last_used_at', 'ASC'), [...never, 'lasting', 'ends later']);
    assert.deepEqual(await sorted('last_used_at', 'DESC'), ['ends later', 'lasting', ...never]);
    assert.deepEqual(await having(['last_used_at', 'null', '']), never);
    assert.deepEqual(await having(['last_used_at', 'notnull', '']), ['lasting', 'ends later']);
    assert.deepEqual(await having(['last_used_at', 'gteq', text(start + HOUR)]), ['ends later']);
    assert.deepEqual(await having(['last_used_at', 'lt', text(start + HOUR)]), ['lasting']);
    assert.deepEqual(await having(['last_used_at', 'eq', text(start)]), ['lasting']);
    assert.deepEqual(
      (await uses()).map((use) => use.last_used_at),
      [undefined, text(start), text(context.clock.now), undefined, undefined],
    );
  }));

test('integrations are sorted and filtered by the end of their access, and what never ends stands behind', () =>
  withApplication(async (context) => {
    const { sorted, having, start, uses } = await installation(context);
    assert.deepEqual(await sorted('expires_at', 'ASC'), ['has ended', 'ends soon', 'ends later', 'lasting', 'new']);
    assert.deepEqual(await sorted('expires_at', 'DESC'), ['new', 'lasting', 'ends later', 'ends soon', 'has ended']);
    const now = text(context.clock.now);
    assert.deepEqual(await having(['expires_at', 'lteq', now]), ['has ended']);
    assert.deepEqual(await having(['expires_at', 'gt', now], ['expires_at', 'lteq', text(start + 2 * DAY)]), [
      'ends soon',
    ]);
    assert.deepEqual(await having(['expires_at', 'null', '']), ['new', 'lasting']);
    assert.deepEqual(await having(['expires_at', 'null', ''], ['has_access', 'eq', '1']), ['lasting']);
    assert.deepEqual(await having(['has_access', 'eq', '0']), ['new']);
    assert.deepEqual(
      (await uses()).map((use) => [use.has_access, use.expires_at]),
      [
        [false, undefined],
        [true, undefined],
        [true, text(start + 10 * DAY)],
        [true, text(start + DAY)],
        [true, text(start + HOUR)],
      ],
    );
  }));

test('the maximum age of tokens ends access as it ends the tokens', () =>
  withApplication(async (context) => {
    const { ask, sorted, uses } = await installation(context);
    await ask('PUT', 'config', { path: 'tessera/integration/token_maximum_age', value: '5' });
    for (const { integration_id, expires_at } of await uses()) {
      const tokens = await ask<(Token & { state: string })[]>('GET', `integrations/${integration_id}/tokens`);
      const ends = tokens.filter(({ state }) => state !== 'revoked').map(({ ends_at }) => ends_at ?? '');
      assert.equal(expires_at, ends.sort().at(-1));
    }
    const order = await sorted('expires_at', 'ASC');
    assert.deepEqual(order.slice(0, 2), ['has ended', 'ends soon']);
    assert.equal(order.at(-1), 'new');
  }));
