import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

test('the code of "Connect a SaaS" fits the package', () => {
  const guide = readFileSync(join(root, 'docs/connect-a-saas.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1] ?? '');
  assert.ok(blocks.length >= 3);
  // Within the project, so that its packages are found; hidden, so that nothing else takes it for a source.
  const folder = mkdtempSync(join(root, '.guide-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const files = blocks.map((block, index) => {
      const name = block.includes('export const connect = ') ? 'connect.ts' : `part-${index}.ts`;
      writeFileSync(join(folder, name), block);
      return name;
    });
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../tsconfig.json', files, include: [] }));
    const tsc = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    assert.equal(tsc.stdout + tsc.stderr, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
