import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CompiledRoute, defineModule, inputInvalid } from '@tessera/webapi';
import { bulkPath } from '../../../webapi/src/contract/naming.ts';
import { type TestApplication, type TestRequest, withApplication } from '../application.ts';
import { createCustomer, requestCustomerToken, tokenOf } from '../people.ts';
import { soapAttempts } from './bindings.ts';

// Arguments that the caller's identity dictates, sent in every spelling by every way in. What reaches the service is
// caught before it acts.

type Args = Record<string, unknown>;
const caught: Args[] = [];
const trap = defineModule({
  name: 'Tessera_Trap',
  around: [
    ({ access }) =>
      Object.keys(access.forced).length === 0
        ? null
        : (args) => {
            caught.push(args as Args);
            throw inputInvalid(['Caught.']);
          },
  ],
});

const ELSE = 999;
/** Every way of writing a name that some decoder could take for it. */
const spellings = (name: string): string[] => {
  const words = name
    .replace(/([A-Z])/g, '_$1')
    .toLowerCase()
    .split('_');
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const camel = [words[0], ...capital.slice(1)].join('');
  return [
    ...new Set([
      camel,
      words.join('_'),
      capital.join(''),
      capital.join('_'),
      words.join('_').toUpperCase(),
      words.join(''),
    ]),
  ];
};

/** What the operation needs beside, so that nothing is missing. */
function innocent({ route }: CompiledRoute): Args {
  const entries = Object.entries(route.operation.parameters).map(([name, { type }]) => [
    name,
    type.kind === 'data' ? { email: 'e@example.com', firstname: 'E', lastname: 'E' } : 'x',
  ]);
  return Object.fromEntries(entries) as Args;
}

/** Bodies that ask for somebody else, one for each spelling of each part of the path. */
function hostile(route: CompiledRoute, path: string): Args[] {
  const [head = '', field] = path.split('.');
  const base = innocent(route);
  if (field === undefined) return spellings(head).map((name) => ({ ...base, [head]: ELSE, [name]: ELSE }));
  return spellings(head).flatMap((parent) =>
    spellings(field).map((name) => {
      const { [head]: inner, ...others } = base;
      return { ...others, [parent]: { ...(inner as Args), [name]: ELSE } };
    }),
  );
}

const toXml = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, entry]) => `<${name}>${toXml(entry)}</${name}>`)
        .join('')
    : String(value);
const toQuery = (value: Args): string =>
  Object.entries(value)
    .flatMap(([name, entry]) =>
      typeof entry === 'object' && entry !== null
        ? Object.entries(entry).map(([inner, leaf]) => `${name}[${inner}]=${String(leaf)}`)
        : [`${name}=${String(entry)}`],
    )
    .join('&');

/** Every way in for one input of one route. */
function waysIn({ method, path }: CompiledRoute, input: Args): Record<string, TestRequest> {
  const url = `/rest${path}`;
  const body = method === 'GET' ? {} : { body: input };
  const part = (query: string) => ({ id: 'a', method, url: `${path}${query}`, ...body });
  const aggregate = (query: string, atomic: boolean): TestRequest => ({
    method: 'POST',
    url: '/rest/V1/aggregate',
    body: { atomic, calls: [part(query)] },
  });
  const query = `?${toQuery(input)}`;
  const ways: Record<string, TestRequest> = {
    query: { method, url: `${url}${query}` },
    'query of an aggregate': aggregate(query, false),
  };
  if (method === 'GET') return ways;
  const xml = { 'content-type': 'application/xml' };
  return {
    ...ways,
    body: { method, url, body: input },
    'body in XML': { method, url, headers: xml, body: `<r>${toXml(input)}</r>` },
    'body and query': { method, url: `${url}${query}`, body: input },
    'body of an aggregate': aggregate('', false),
    ...(path.includes('password') ? {} : { 'body of an atomic aggregate': aggregate('', true) }),
    ...(path.includes('password')
      ? {}
      : { bulk: { method, url: `/rest/async/bulk${bulkPath(path)}`, body: [input, input] } }),
  };
}

/** What reached the service at one place. */
const valueAt = (args: Args, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Args | undefined)?.[snake(key)] ?? (value as Args)?.[key], args);
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function withCustomer(work: (context: TestApplication, own: Args, bearer: string) => Promise<void>) {
  await withApplication(
    async (context) => {
      const id = await createCustomer(context, 'eve@example.com');
      const bearer = tokenOf(await requestCustomerToken(context, 'eve@example.com'));
      const own = {
        '%customer_id%': id,
        '%customer_group_id%': 1,
        '%customer_website_id%': 1,
        '%customer_store_id%': 1,
      };
      await work(context, own, bearer);
    },
    { modules: [trap] },
  );
}

/** Sends a request, works queued calls off, and looks at what reached the service. */
async function expectOwn(
  { send, application }: TestApplication,
  request: TestRequest,
  forced: CompiledRoute['route']['access']['forced'],
  own: Args,
  name: string,
) {
  caught.length = 0;
  const { text } = await send(request);
  if (request.url.startsWith('/rest/async')) await application.bulkWorker.drain();
  assert.ok(caught.length > 0, `${name} did not reach the service: ${text}`);
  for (const args of caught)
    for (const [path, placeholder] of Object.entries(forced))
      assert.equal(valueAt(args, path), own[placeholder ?? ''], `${name} at ${path}`);
}

test('no spelling of a forced parameter gets past REST, XML, aggregates or bulks', { timeout: 240_000 }, () =>
  withCustomer(async (context, own, bearer) => {
    const routes = context.application.kernel.routes.filter(({ force }) => force !== null);
    assert.ok(routes.length >= 6);
    for (const route of routes)
      for (const path of Object.keys(route.route.access.forced))
        for (const input of hostile(route, path))
          for (const [way, request] of Object.entries(waysIn(route, input))) {
            const name = `${route.method} ${route.path} by ${way}: ${JSON.stringify(input)}`;
            await expectOwn(context, { ...request, bearer }, route.route.access.forced, own, name);
          }
  }),
);

test('no spelling of a forced parameter gets past SOAP', { timeout: 240_000 }, () =>
  withCustomer(async (context, own, bearer) => {
    const operations = soapAttempts(context.application.kernel).filter(({ route }) => route.force !== null);
    assert.ok(operations.length >= 6);
    for (const { name, route, request } of operations)
      for (const path of Object.keys(route.route.access.forced))
        for (const input of hostile(route, path)) {
          const empty = request('');
          const body = String(empty.body).replace(
            /<(\w+Request)\/>/,
            (_, tag: string) => `<${tag}>${toXml(input)}</${tag}>`,
          );
          await expectOwn(context, { ...empty, body, bearer }, route.route.access.forced, own, `${name} ${body}`);
        }
  }),
);
