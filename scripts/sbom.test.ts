import assert from 'node:assert/strict';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { billOfMaterials } from './sbom.ts';
import { shippedPackages } from './shipped-packages.ts';

test('the bill of materials names what runs, not what is for development, and is the same every time', {
  timeout: 120_000,
}, () => {
  const bom = billOfMaterials();
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const shipped = [...shippedPackages(root)].map(
    ([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`,
  );
  assert.deepEqual(bom.components.map((component) => component['bom-ref']).sort(), [...new Set(shipped)].sort());
  const names = new Set(bom.components.map(({ name }) => name));
  for (const name of ['better-sqlite3', 'pg', 'kysely', 'undici', 'fast-xml-parser', 're2js', 'react'])
    assert.ok(names.has(name), name);
  for (const name of ['typescript', 'fast-check', 'autocannon', 'recheck']) assert.ok(!names.has(name), name);
  assert.deepEqual(billOfMaterials(), bom);
});
