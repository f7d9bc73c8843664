import type { BackgroundJob } from '@tessera/webapi';
import { reencryptSecrets } from '../../encryption/reencrypt.ts';

/** Encrypts all stored secrets with the newest key, so that an older one can be retired. */
export const reencryptJob: BackgroundJob = {
  name: 'oauth-reencrypt',
  everySeconds: 3600,
  run: async (call) => void (await reencryptSecrets(call)),
};
