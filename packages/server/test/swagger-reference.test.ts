import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACL_TREE, builtInModules } from '@tessera/modules';
import { createKernel, type KernelPorts, writeSchemaDocuments } from '@tessera/webapi';
import reference from './swagger-2.4.7.json' with { type: 'json' };

// The Swagger document beside what a stock Magento Open Source 2.4.7 answers for the same services: structure only, in
// `swagger-2.4.7.json`, one path or definition a line. A service that is added here needs its lines there, or a reason.

/** Routes that the recorded installation had not. */
const NOT_RECORDED: Readonly<Record<string, string>> = {
  '/V1/tfa/provider/google/authenticate': 'its two-factor modules were switched off',
};

type Structure = Record<string, Record<string, unknown>>;
const ours = JSON.parse(
  writeSchemaDocuments(createKernel(builtInModules, ACL_TREE, { basePath: '' } as KernelPorts)).get('swagger.json') ??
    '{}',
) as { tags: { name: string }[]; paths: Structure; definitions: Structure };

/** Without texts, and with the lists that have no order in one. */
function structureOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structureOf).toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name, part]) => name !== 'description' || typeof part !== 'string');
  return Object.fromEntries(entries.map(([name, part]) => [name, structureOf(part)]));
}
const keyOf = (value: unknown): string => JSON.stringify(value);

test('the same services are there as in the reference', () => {
  const names = ours.tags.map(({ name }) => name).filter((name) => name !== 'twoFactorAuthGoogleAuthenticateV1');
  assert.deepEqual(names.toSorted(), reference.services.toSorted());
});

test('every path is the one of the reference: methods, operation ids, parameters, bodies, responses', () => {
  for (const [path, methods] of Object.entries(ours.paths))
    if (!(path in NOT_RECORDED))
      assert.deepEqual(structureOf(methods), structureOf((reference.paths as Structure)[path]), path);
});

test('no path of these services is left out', () => {
  for (const path of Object.keys(reference.paths)) assert.ok(path in ours.paths, path);
});

test('every definition is the one of the reference: properties, types, what is required', () => {
  assert.deepEqual(Object.keys(ours.definitions).toSorted(), Object.keys(reference.definitions).toSorted());
  for (const [name, definition] of Object.entries(ours.definitions))
    assert.deepEqual(structureOf(definition), structureOf((reference.definitions as Structure)[name]), name);
});
