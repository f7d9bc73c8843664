#!/usr/bin/env node
// Plain JavaScript, so that an older Node can still read it: it hands over to the Node that the project installs.
import { spawnSync } from 'node:child_process';
import module, { createRequire } from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  // Keeps what V8 compiled and the types that were stripped: the next start takes half the time and less memory.
  module.enableCompileCache?.();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
} else {
  let node;
  try {
    const require = createRequire(import.meta.url);
    node = require.resolve('node/bin/node');
  } catch {
    console.error(`tessera needs Node 22.18 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const { status, signal } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(signal === null ? status : 1);
}
