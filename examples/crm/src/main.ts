// Starts the CRM: CRM_PORT (4000), CRM_ORIGIN (http://127.0.0.1:PORT), CRM_VAR (var/crm), CRM_SECRET_KEY (base64; else a
// key file is made in CRM_VAR), CRM_ALLOW_PRIVATE=1 for stores on http and in the own network.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCrm } from './application.ts';

const { env } = process;
const port = Number(env['CRM_PORT'] ?? 4000);
const folder = env['CRM_VAR'] ?? 'var/crm';
mkdirSync(folder, { recursive: true });

const { app } = await createCrm({
  database: join(folder, 'crm.sqlite'),
  origin: env['CRM_ORIGIN'] ?? `http://127.0.0.1:${port}`,
  secretKey:
    env['CRM_SECRET_KEY'] === undefined
      ? keyFile(join(folder, 'crm.key'))
      : Buffer.from(env['CRM_SECRET_KEY'], 'base64'),
  allowPrivate: env['CRM_ALLOW_PRIVATE'] === '1',
});
console.log(`CRM: ${await app.listen({ port, host: env['CRM_HOST'] ?? '127.0.0.1' })}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());

function keyFile(file: string): Buffer {
  try {
    return Buffer.from(readFileSync(file, 'utf8'), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32);
    writeFileSync(file, key.toString('base64'), { mode: 0o600, flag: 'wx' });
    return key;
  }
}
