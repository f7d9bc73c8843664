import { boolean, data, int, list, operation, required, service, string } from '@tessera/webapi';

export const SecondFactorState = data('Tessera\\TwoFactorAuth\\Api\\Data\\StateInterface', {
  enrolled: required(boolean),
  recovery_codes: required(int, { description: 'How many are left.' }),
});
export const SecondFactorSetup = data('Tessera\\TwoFactorAuth\\Api\\Data\\SetupInterface', {
  secret: required(string, { description: 'To be typed where no QR code can be read.' }),
  uri: required(string, { description: 'What the QR code says.' }),
});

/** Ours: the second factor of admin users. */
export const SecondFactor = service('Tessera\\TwoFactorAuth\\Api\\SecondFactorInterface', {
  get: operation({}, SecondFactorState, 'Of the caller.'),
  begin: operation({}, SecondFactorSetup, 'Makes a secret; it holds once a code was given.'),
  activate: operation({ otp: string }, list(string), 'Takes the first code; answers recovery codes.'),
  renewRecoveryCodes: operation({}, list(string), 'The old ones stop.'),
  remove: operation({}, boolean, 'The caller signs in by password alone again.'),
  reset: operation({ userId: int }, boolean, 'For a user who has lost it.'),
});
