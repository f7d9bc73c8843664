import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiOf } from '../api.ts';
import type { Bench } from '../figure.ts';
import { root, startScript, startTessera } from '../processes.ts';
import { compareRates } from '../rates.ts';
import { readPaths } from './bearer-read.ts';

const PACKAGES = ['@vendure/core@3.7.3', 'better-sqlite3@13.2.0'];
const CUSTOMERS = 100;

const CREATE = `mutation ($n: String!) {
  createCustomer(input: { firstName: "Ada", lastName: $n, emailAddress: $n }) { ... on Customer { id } }
}`;
const ADDRESS = `mutation ($id: ID!) {
  createCustomerAddress(customerId: $id, input: {
    fullName: "Ada L", streetLine1: "1 Main St", city: "Calder", postalCode: "49628", countryCode: "US"
    phoneNumber: "+1 555 0100", defaultBillingAddress: true, defaultShippingAddress: true
  }) { id }
}`;
const COUNTRY = `mutation {
  createCountry(input: { code: "US", enabled: true, translations: [{ languageCode: en, name: "United States" }] }) { id }
}`;
/** The fields that our answer has. */
const READ = `query ($id: ID!) { customer(id: $id) {
  id createdAt updatedAt title firstName lastName emailAddress phoneNumber groups { id }
  addresses { id fullName company streetLine1 streetLine2 city province postalCode country { code } phoneNumber
    defaultShippingAddress defaultBillingAddress }
} }`;

/** The admin API of a Vendure server, signed in. */
async function adminApi(url: string) {
  let authorization = '';
  const ask = async (query: string, variables: object = {}): Promise<Record<string, { id?: string }>> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
      body: JSON.stringify({ query, variables }),
    });
    authorization ||= `Bearer ${response.headers.get('vendure-auth-token')}`;
    const { data, errors } = (await response.json()) as { data: Record<string, { id?: string }>; errors?: unknown };
    if (errors !== undefined) throw new Error(`Vendure answered ${JSON.stringify(errors)}`);
    return data;
  };
  await ask('mutation { login(username: "superadmin", password: "superadmin") { __typename } }');
  return { ask, authorization };
}

async function addCustomers(ask: Awaited<ReturnType<typeof adminApi>>['ask']): Promise<string[]> {
  await ask(COUNTRY);
  const ids: string[] = [];
  for (let n = 0; n < CUSTOMERS; n++) {
    const id = (await ask(CREATE, { n: `demo${n}@example.com` }))['createCustomer']?.id ?? '';
    await ask(ADDRESS, { id });
    ids.push(id);
  }
  return ids;
}

function install(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const { status, stderr } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', ...PACKAGES],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${PACKAGES.join(' and ')} could not be installed: ${stderr.slice(-500)}`);
  copyFileSync(join(root, 'bench/peers/vendure.mjs'), join(folder, 'vendure.mjs'));
}

/** An authenticated read of one customer with an address by its admin API (GraphQL), beside ours by REST. */
export const vendure: Bench = {
  name: 'vendure',
  measure: async function* ({ quick, installations }) {
    const installation = await installations.shared('SQLite', 1000);
    if (installation === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'tessera-peer-'));
    try {
      install(folder);
      const peer = await startScript(join(folder, 'vendure.mjs'), [join(folder, 'vendure.sqlite')], folder);
      const server = await startTessera(installation);
      try {
        const url = `${peer.base}/admin-api`;
        const { ask, authorization } = await adminApi(url);
        const ids = await addCustomers(ask);
        const bodies = ids.map((id) => JSON.stringify({ query: READ, variables: { id } }));
        yield await compareRates(
          'bearer read to Vendure 3.7.3 (SQLite)',
          null,
          quick,
          {
            url: server.base,
            headers: { authorization: (await apiOf(server.base)).headers['authorization'] ?? '' },
            paths: readPaths(1000),
          },
          {
            url,
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization },
            paths: bodies.map(() => '/admin-api'),
            body: bodies,
          },
          'the bound is the peer: one customer with address by its admin API (GraphQL)',
        );
      } finally {
        await server.stop();
        await peer.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
