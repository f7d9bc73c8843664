import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const LIMIT = 30_000;

test('the package is at most 30 kB minified, and needs nothing but oauth1 and Node', async (t) => {
  const bundle = async (external: string[]): Promise<{ bytes: number; imports: string[] }> => {
    const { metafile, outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      write: false,
      metafile: true,
      external,
    });
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    return { bytes: outputFiles[0]?.contents.length ?? 0, imports };
  };
  const alone = await bundle(['@tessera/oauth1']);
  const whole = await bundle([]);
  t.diagnostic(`${alone.bytes} bytes alone, ${whole.bytes} bytes with oauth1`);
  assert.ok(alone.bytes <= LIMIT, `${alone.bytes} bytes`);
  const needed = new Set(alone.imports.filter((path) => !path.startsWith('node:')));
  assert.deepEqual([...needed], ['@tessera/oauth1']);
});
