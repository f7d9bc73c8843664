import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, callAs } from '../access/call.ts';
import type { HttpResponse } from '../http/message.ts';
import { type Interceptor, type PendingCall, throughInterceptors } from './interceptor.ts';

const response = (body: string): HttpResponse => ({ status: 200, headers: {}, body });
const named = (header: string): Interceptor => ({
  header,
  around: async ({ call }, proceed) => {
    const inner = await proceed(callAs(call, { requestId: `${call.requestId}${header}` }));
    return response(`${header}(${inner.body})`);
  },
});
const pending = (headers: Record<string, string>) =>
  ({ request: { headers }, call: { requestId: '' } as Call }) as unknown as PendingCall;
const proceed = async (call: Call) => response(call.requestId);

test('only the interceptors that the request asks for stand around it, the first declared outermost', async () => {
  const all = [named('a'), named('b'), named('c')];
  assert.equal((await throughInterceptors(all, pending({ c: '1', a: '1' }), proceed)).body, 'a(c(ac))');
  assert.equal((await throughInterceptors(all, pending({ other: '1' }), proceed)).body, '');
});
