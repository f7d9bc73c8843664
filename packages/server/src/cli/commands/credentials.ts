import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { callWebApi } from '../web-api.ts';
import { wholeNumber } from '../whole-number.ts';
import { integrationPath } from './integration.ts';

interface IssueOptions {
  label: string;
  expires?: string;
  address: string[];
  storeId: string[];
  readOnly?: boolean;
}
const tokenPath = (integration: string | undefined, token: string | undefined): string =>
  `${integrationPath(integration)}/tokens/${wholeNumber('the token', token)}`;
const each = (value: string, list: string[]): string[] => [...list, value];

/** Access tokens of integrations one by one, and the review of all. */
export function addCredentialCommands(program: Command): void {
  withApplication<{ days?: string }>(
    program
      .command('credentials:review')
      .description('list access tokens that are not used, or end soon')
      .option('--days <number>', 'without use; as tessera/integration/stale_after says otherwise'),
    (application, { days }) =>
      callWebApi(
        application,
        'GET',
        '/V1/credentialReview',
        days === undefined ? {} : { days: wholeNumber('--days', days) },
      ),
  );
  withApplication(
    program.command('credentials:list <integration>').description('list the access tokens of an integration'),
    (application, _, [id]) => callWebApi(application, 'GET', `${integrationPath(id)}/tokens`),
  );
  withApplication<IssueOptions>(
    program
      .command('credentials:issue <integration>')
      .description('issue one more access token; it is printed once')
      .requiredOption('--label <text>', 'what it is for')
      .option('--expires <moment>', 'for example "2027-01-31 12:00:00" (UTC)')
      .option('--address <network>', 'address or network (CIDR) that may use it (may be repeated)', each, [])
      .option('--store-id <id>', 'store view that it is good for (may be repeated)', each, [])
      .option('--read-only', 'for GET and searches only'),
    (application, { label, expires, address, storeId, readOnly }, [id]) =>
      callWebApi(application, 'POST', `${integrationPath(id)}/tokens`, {
        token: {
          label,
          ...(expires === undefined ? {} : { expires_at: expires }),
          allowed_addresses: address,
          store_ids: storeId.map((store) => wholeNumber('--store-id', store)),
          read_only: readOnly === true,
        },
      }),
  );
  withApplication<{ overlap?: string }>(
    program
      .command('credentials:rotate <integration> <token>')
      .description('replace an access token; the new one is printed once')
      .option('--overlap <seconds>', 'how long the old one goes on'),
    (application, { overlap }, [id, token]) =>
      callWebApi(
        application,
        'POST',
        `${tokenPath(id, token)}/rotate`,
        overlap === undefined ? {} : { overlapSeconds: wholeNumber('--overlap', overlap) },
      ),
  );
  withApplication(
    program.command('credentials:revoke <integration> <token>').description('end an access token at once'),
    async (application, _, [id, token]) => ({
      revoked: await callWebApi(application, 'DELETE', tokenPath(id, token)),
    }),
  );
}
