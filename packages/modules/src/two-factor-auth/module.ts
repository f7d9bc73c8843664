import { ALWAYS_GRANTED, allow, defineModule, del, get, post } from '@tessera/webapi';
import { SecondFactor } from './contract/own-second-factor.ts';
import { errors } from './errors.ts';
import { secondFactorService } from './services/second-factor-service.ts';
import { migrations, secretColumns } from './tables.ts';

const own = allow(ALWAYS_GRANTED);
const ours = { extension: true, synchronousOnly: true };
const guarded = { ...ours, identityCheck: true };

/** Codes of an authenticator app as second factor of admin users; whoever has none signs in by password alone. */
export const twoFactorAuthModule = defineModule({
  name: 'Magento_TwoFactorAuth',
  requires: ['Magento_Security', 'Magento_User'],
  routes: [
    get('/V1/tfa/own', SecondFactor.get, own, ours),
    post('/V1/tfa/own', SecondFactor.begin, own, guarded),
    post('/V1/tfa/own/activate', SecondFactor.activate, own, guarded),
    post('/V1/tfa/own/recovery-codes', SecondFactor.renewRecoveryCodes, own, guarded),
    del('/V1/tfa/own', SecondFactor.remove, own, guarded),
    del('/V1/tfa/users/:userId', SecondFactor.reset, allow('Magento_TwoFactorAuth::tfa'), guarded),
  ],
  services: [secondFactorService],
  errors,
  secretColumns,
  migrations,
});
