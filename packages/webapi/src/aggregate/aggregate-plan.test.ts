import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planCalls, type RequestedCall } from './aggregate-plan.ts';

const limits = { calls: 10, bytes: 10_000, depth: 3 };
const get = (id: string, url: string): RequestedCall => ({ id, method: 'GET', url });
const refused = (calls: RequestedCall[], message: RegExp) =>
  assert.throws(
    () => planCalls(calls, limits),
    (error: Error & { status: number }) => {
      assert.match(error.message, message);
      assert.equal(error.status, 400);
      return true;
    },
  );

test('calls come after those that they need, and otherwise as they were given', () => {
  const planned = planCalls(
    [
      get('a', '/V1/x/{c.id}'),
      get('b', '/V1/y'),
      get('c', '/V1/z'),
      { method: 'POST', url: '/V1/x', body: [{ $ref: 'a.id' }] },
    ],
    limits,
  );
  assert.deepEqual(
    planned.map((call) => call.id),
    ['c', 'a', 'b', '3'],
  );
  assert.deepEqual([...(planned[3]?.needs ?? [])], ['a']);
});

test('an aggregate is refused as a whole when one of its calls cannot be understood', () => {
  refused([get('a', '/V1/x/{a.id}')], /circle/);
  refused([get('a', '/V1/x/{b.id}'), get('b', '/V1/x/{a.id}')], /circle/);
  refused([get('a', '/V1/x/{nobody.id}')], /"nobody", which does not exist/);
  refused([get('a', '/V1/x'), get('a', '/V1/y')], /same id/);
  refused([get('a b', '/V1/x')], /an id is/);
  refused([get('a', 'V1/x')], /slash/);
  refused([get('a', '/V1/{x')], /braces/);
  refused([get('a', '/V1/{}')], /a reference is/);
  refused([{ id: 'a', method: 'PATCH', url: '/V1/x' }], /method/);
  refused([{ id: 'a', url: '/V1/x' }], /method/);
  refused([{ id: 'a', method: 'POST', url: '/V1/x', body: { $ref: 7 } }], /a reference is/);
});

test('number, size and depth are limited', () => {
  refused(
    Array.from({ length: 11 }, (_, i) => get(`c${i}`, '/V1/x')),
    /at most 10 calls/,
  );
  refused([{ id: 'a', method: 'POST', url: '/V1/x', body: 'x'.repeat(10_000) }], /at most 10000 bytes/);
  const chain = (length: number) =>
    Array.from({ length }, (_, i) => get(`c${i}`, i === 0 ? '/V1/x' : `/V1/x/{c${i - 1}.id}`));
  assert.equal(planCalls(chain(3), limits).length, 3);
  refused(chain(4), /at most 3 calls that need one another/);
});

test('every order of calls without a circle is planned so that nothing is used before it is there', () => {
  const graph = fc.integer({ min: 1, max: 8 }).chain((size) =>
    fc.record({
      needs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 10 }),
      order: fc.shuffledSubarray(
        Array.from({ length: size }, (_, i) => i),
        { minLength: size },
      ),
    }),
  );
  fc.assert(
    fc.property(graph, ({ needs, order }) => {
      const calls = order.map((i) => ({
        ...get(`c${i}`, '/V1/x'),
        body: needs
          .filter(([from, to]) => Math.max(from, to) === i && from !== to)
          .map(([from, to]) => ({ $ref: `c${Math.min(from, to)}.id` })),
      }));
      const seen = new Set<string>();
      for (const call of planCalls(calls, { ...limits, depth: 99 })) {
        for (const needed of call.needs) assert.ok(seen.has(needed));
        seen.add(call.id);
      }
      assert.equal(seen.size, order.length);
    }),
  );
});
