import { problem } from '@tessera/webapi';

export const integrationUnknown = problem(
  'integration_unknown',
  404,
  'The integration with ID "%1" doesn\'t exist.',
  'No integration has this id (any more).',
);
export const integrationNameTaken = problem(
  'integration_name_taken',
  400,
  'The integration with name "%1" exists.',
  'Names of integrations are unique, letter case aside.',
);
export const declaredNotEditable = problem(
  'integration_declared_not_editable',
  400,
  "The integrations created in the config file can't be edited.",
  'A module declares this integration; its declaration is what counts.',
);
export const declaredNotDeletable = problem(
  'integration_declared_not_deletable',
  400,
  "Uninstall the extension to remove integration '%1'.",
  'A module declares this integration; it goes with the module.',
);
export const alreadyActive = problem(
  'integration_already_active',
  400,
  'The integration "%1" is active already. Reauthorize it to exchange its tokens.',
  'An active integration with a callback is not activated a second time, since that would end nothing and change nothing.',
);
export const callbackFailed = problem(
  'integration_callback_failed',
  400,
  'The attempt to post data to consumer failed due to an unexpected error. Please try again later.',
  'The post to the callback did not get through; `reason` and `detail` say why. The handshake can be started again.',
);
export const credentialsNotReadable = problem(
  'integration_credentials_not_readable',
  400,
  "The credentials of integrations can't be read again after they were issued.",
  'The setting `tessera/integration/allow_credentials_reading` is off. Reauthorize the integration to get new ones.',
);
export const baseUrlUnknown = problem(
  'integration_base_url_unknown',
  400,
  'The address of this store is not known. Set web/unsecure/base_url first.',
  'A handshake that is started from the command line tells the third party the address of the store, and there is none.',
);

export const notActive = problem(
  'integration_not_active',
  400,
  'The integration "%1" is not active. Activate it first.',
  'Tokens of an integration that is not active would not work.',
);
export const accessTokenUnknown = problem(
  'integration_token_unknown',
  404,
  'The integration has no access token with ID "%1".',
  'The token was never issued to this integration, or it ended a while ago.',
);
export const accessTokenEnded = problem(
  'integration_token_ended',
  400,
  'The access token with ID "%1" has ended. Issue a new one.',
  'The token was revoked, has expired, or another has taken its place.',
);

export const integrationErrors = [
  integrationUnknown,
  integrationNameTaken,
  declaredNotEditable,
  declaredNotDeletable,
  alreadyActive,
  callbackFailed,
  credentialsNotReadable,
  baseUrlUnknown,
  notActive,
  accessTokenUnknown,
  accessTokenEnded,
];
