import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRouter, templateSegments } from './router.ts';

const routes = [
  '/V1/customers/:customerId',
  '/V1/customers/me',
  '/V1/customers/:email/activate',
  '/V1/customers/me/password',
  '/V1/customers/addresses/:addressId',
].map((path) => ({ method: 'GET' as const, path, module: 'Acme_A' }));
const match = compileRouter([...routes, { method: 'PUT' as const, path: '/V1/customers/:id', module: 'Acme_A' }]);
const find = (method: string, path: string) => {
  const hit = match(method, templateSegments(path));
  return hit === null ? null : [hit.route.path, { ...hit.variables }];
};

test('a literal beats a variable, and a dead end falls back to the variable', () => {
  assert.deepEqual(find('GET', '/V1/customers/me'), ['/V1/customers/me', {}]);
  assert.deepEqual(find('GET', '/V1/customers/7'), ['/V1/customers/:customerId', { customerId: '7' }]);
  assert.deepEqual(find('GET', '/V1/customers/me/activate'), ['/V1/customers/:email/activate', { email: 'me' }]);
  assert.deepEqual(find('PUT', '/V1/customers/me'), ['/V1/customers/:id', { id: 'me' }]);
});

test('other methods, other lengths and other letter case do not match', () => {
  assert.equal(find('DELETE', '/V1/customers/7'), null);
  assert.equal(find('GET', '/V1/customers'), null);
  assert.equal(find('GET', '/V1/Customers/7'), null);
});

test('names of object properties are segments like any other', () => {
  assert.equal(find('GET', '/__proto__/constructor'), null);
  assert.deepEqual(find('GET', '/V1/customers/__proto__'), ['/V1/customers/:customerId', { customerId: '__proto__' }]);
});

test('two routes at one place are refused at start, with the names of both modules', () => {
  const at = (path: string, module: string) => ({ method: 'GET' as const, path, module });
  const compile = (...pair: ReturnType<typeof at>[]) => compileRouter(pair);
  assert.throws(() => compile(at('/a/:b', 'Acme_A'), at('/a/:c', 'Acme_B')), {
    message: 'Acme_B: GET /a/:c stands where Acme_A has GET /a/:b; give it another path.',
  });
  assert.throws(() => compile(at('/a', 'Acme_A'), at('/a/', 'Acme_A')), /^ModuleError: Acme_A: .* where it has itself/);
});
