// Builds the panel into dist/ and compresses the files. Does nothing when dist/ was made from these very sources.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = import.meta.dirname;
const mark = join(here, 'dist/.built-from');

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = globSync(['src/**/*', 'index.html', '*.ts', 'package.json', '../../package-lock.json'], { cwd: here });
  for (const file of files.sort()) {
    if (!/\.(ts|tsx|css|html|json|svg)$/.test(file)) continue;
    hash.update(file).update(readFileSync(join(here, file)));
  }
  return hash.digest('hex');
}

/** What is worth it is stored beside the file as `.br` and `.gz`, so that serving costs no time. */
function compress(): void {
  for (const file of globSync('dist/**/*.{js,css,svg}', { cwd: here })) {
    const bytes = readFileSync(join(here, file));
    if (bytes.length < 1024) continue;
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 10, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(here, `${file}.br`), brotliCompressSync(bytes, { params: quality }));
    writeFileSync(join(here, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

const hash = sourceHash();
if (existsSync(mark) && readFileSync(mark, 'utf8') === hash && !process.argv.includes('--force')) {
  console.log('The admin panel is up to date.');
} else {
  const started = performance.now();
  const { build } = await import('vite');
  await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' });
  compress();
  writeFileSync(mark, hash);
  console.log(`Built the admin panel in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}
