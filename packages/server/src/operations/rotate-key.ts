import { setTimeout as pause } from 'node:timers/promises';
import { reencryptSecrets } from '@tessera/modules';
import type { Application } from '../application.ts';
import { addKey, keyFile, keysAreInEnvironment } from '../keys/key-file.ts';

export interface Rotation {
  readonly keys: number;
  readonly reencrypted: number;
}

/** Until every process has heard that there is a new key: on PostgreSQL that takes a notification. */
const SETTLE_MS = 500;

/**
 * Adds a master key and encrypts all stored secrets with it, while servers go on serving:
 * 1. the key is in the file, on the disk, before anything needs it;
 * 2. every process reads the file again before its next request, as the version of its keys has changed; one that meets
 *    the key even earlier looks into the file by itself;
 * 3. the secrets are encrypted anew in batches. The old keys stay in the file, so tokens that they signed stay good.
 * @param add false: no new key, only the secrets that older keys have encrypted (after a key was added to TESSERA_KEY)
 */
export async function rotateKey(
  application: Application,
  varFolder: string,
  { add }: { readonly add: boolean },
): Promise<Rotation> {
  if (add) {
    if (keysAreInEnvironment(process.env['TESSERA_KEY']))
      throw new Error(
        'The keys come from TESSERA_KEY. Add the new key at its end, separated by a comma, restart the servers, then run: tessera key:rotate --reencrypt-only',
      );
    addKey(varFolder);
    await application.keysChanged();
    await pause(SETTLE_MS);
  }
  const call = application.internalCall('command');
  const reencrypted = await reencryptSecrets(call);
  application.log.info({ file: keyFile(varFolder), keys: call.ports.keys.length, reencrypted }, 'the key was rotated');
  return { keys: call.ports.keys.length, reencrypted };
}
