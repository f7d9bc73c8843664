import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ACL_TREE, builtInModules } from '@tessera/modules';
import { createKernel, type DataType, type KernelPorts, type WireType, writeSchemaDocuments } from '@tessera/webapi';

const kernel = createKernel(builtInModules, ACL_TREE, { basePath: '' } as KernelPorts);
const documents = writeSchemaDocuments(kernel);

for (const [name, text] of documents)
  if (name.endsWith('.json'))
    test(`a validator accepts ${name}`, async () => {
      const result = await new Validator().validate(JSON.parse(text));
      assert.ok(result.valid, JSON.stringify(result.errors));
    });

test('a definition has one meaning: no two types of one name differ', () => {
  const found = new Map<string, DataType>();
  const visit = (type: WireType): void => {
    if (type.kind === 'list') visit(type.item);
    if (type.kind !== 'data') return;
    const known = found.get(type.name);
    if (known === type) return;
    if (known !== undefined) assert.deepEqual(type, known, `two types are called ${type.name}`);
    found.set(type.name, type);
    for (const { type: field } of Object.values(type.fields)) visit(field);
  };
  for (const { route } of kernel.routes) {
    visit(route.operation.returns);
    for (const { type } of Object.values(route.operation.parameters)) visit(type);
  }
  assert.ok(found.size > 0);
});

test('an operation id names one operation', () => {
  const { paths } = JSON.parse(documents.get('openapi.json') ?? '{}') as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  assert.equal(new Set(ids).size, ids.length);
});

test('SOAP operations have names of their own', () => {
  const names = [...documents]
    .filter(([name]) => name.endsWith('.wsdl'))
    .flatMap(([, text]) => [...text.matchAll(/soapAction="([^"]+)"/g)].map(([, name]) => name));
  assert.equal(new Set(names).size, names.length);
});
