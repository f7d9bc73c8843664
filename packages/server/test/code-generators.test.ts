import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ACL_TREE, builtInModules } from '@tessera/modules';
import { createKernel, type KernelPorts, writeSchemaDocuments } from '@tessera/webapi';

// Clients are generated from the OpenAPI documents by two independent generators, which must not complain, and the
// strict compiler must take what they write.

const bin = join(resolve(dirname(fileURLToPath(import.meta.url)), '../../..'), 'node_modules/.bin');
const run = promisify(execFile);
const documents = writeSchemaDocuments(createKernel(builtInModules, ACL_TREE, { basePath: '' } as KernelPorts));
const COMPLAINT = /warn|error|invalid|unsupported|failed|⚠|✖/i;

const GENERATORS = {
  orval: (input: string, folder: string) => ['--input', input, '--output', join(folder, 'api.ts'), '--client', 'fetch'],
  'swagger-typescript-api': (input: string, folder: string) => ['generate', '-p', input, '-o', folder, '-n', 'api.ts'],
};

for (const [generator, args] of Object.entries(GENERATORS))
  for (const name of ['openapi.json', 'openapi-async-bulk.json'])
    test(`${generator} makes a client of ${name} that compiles`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'tessera-generated-'));
      try {
        const input = join(folder, name);
        writeFileSync(input, documents.get(name) ?? '');
        const { stdout, stderr } = await run(process.execPath, [join(bin, generator), ...args(input, folder)], {
          cwd: folder,
        });
        assert.doesNotMatch(`${stdout}${stderr}`.replaceAll(folder, ''), COMPLAINT);
        const options = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'esnext'];
        const libraries = ['--moduleResolution', 'bundler', '--lib', 'es2024,dom,dom.iterable', '--types', ''];
        await run(join(bin, 'tsc'), [...options, ...libraries, join(folder, 'api.ts')], { cwd: folder }).catch(
          ({ stdout: said }: { stdout: string }) => assert.fail(said.slice(0, 2000)),
        );
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
