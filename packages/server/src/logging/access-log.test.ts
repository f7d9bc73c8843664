import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnsweredCall, Ports } from '@tessera/webapi';
import { accessLog } from './access-log.ts';

const PORTS = {} as Ports;
const EVENT = {
  request: { method: 'GET', url: '/rest/V1/customers/1?x=1', remoteAddress: '203.0.113.7' },
  binding: 'rest',
  route: { path: '/V1/customers/:customerId' },
  caller: { kind: 'admin', id: 7 },
  status: 200,
  milliseconds: 1.23456,
  error: null,
  requestId: 'abc',
} as unknown as AnsweredCall;

function lineOf(changes: object): { level: string; line: unknown } {
  const lines: { level: string; line: unknown }[] = [];
  const observe = accessLog(
    (level, fields) => lines.push({ level, line: JSON.parse(`{${fields}}`) as unknown }),
    () => '/rest/*',
  );
  observe({ ...EVENT, ...changes }, PORTS);
  assert.equal(lines.length, 1);
  return lines[0] as { level: string; line: unknown };
}

test('a line says who asked for what, from where, and what became of it', () => {
  assert.deepEqual(lineOf({}), {
    level: 'info',
    line: {
      requestId: 'abc',
      method: 'GET',
      route: '/V1/customers/:customerId',
      binding: 'rest',
      status: 200,
      milliseconds: 1.235,
      caller: 'admin',
      callerId: 7,
      address: '203.0.113.7',
    },
  });
  const guest = lineOf({ caller: { kind: 'guest' } }).line as Record<string, unknown>;
  assert.equal(guest['caller'], 'guest');
  assert.equal('callerId' in guest, false);
});

test('a fault of ours is an error, with its code; an unknown path is shown without what the client wrote', () => {
  const { level, line } = lineOf({ status: 500, route: null, caller: null, error: { code: 'internal' } });
  assert.equal(level, 'error');
  const { path, route, caller, error } = line as Record<string, unknown>;
  assert.deepEqual(
    { path, route, caller, error },
    { path: '/rest/*', route: undefined, caller: 'unknown', error: 'internal' },
  );
});

test('whatever comes along, it is one line of JSON', () => {
  const hostile = 'a"b\\c\n{"x":1}\u2028';
  const { line } = lineOf({ requestId: hostile, request: { method: 'EV"IL\n', url: '/', remoteAddress: hostile } });
  const { requestId, address, method } = line as Record<string, unknown>;
  assert.deepEqual({ requestId, address, method }, { requestId: hostile, address: hostile, method: 'other' });
});

test('the time it took has three places', () => {
  for (const [milliseconds, shown] of [
    [0, 0],
    [0.0004, 0],
    [0.0996, 0.1],
    [1.005, 1.005],
    [12.0301, 12.03],
    [61_000.9999, 61_001],
  ] as const)
    assert.equal((lineOf({ milliseconds }).line as Record<string, unknown>)['milliseconds'], shown);
});
