import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { callWebApi } from '../web-api.ts';

interface IssueOptions {
  label: string;
  expires?: string;
  address: string[];
  storeId: string[];
  readOnly?: boolean;
}
const each = (value: string, list: string[]): string[] => [...list, value];

/** Access tokens of integrations one by one, and the review of all. */
export function addCredentialCommands(program: Command): void {
  withApplication<{ days?: string }>(
    program
      .command('credentials:review')
      .description('list access tokens that are not used, or end soon')
      .option('--days <number>', 'without use; as tessera/integration/stale_after says otherwise'),
    (application, { days }) =>
      callWebApi(application, 'GET', '/V1/credentialReview', days === undefined ? {} : { days }),
  );
  withApplication(
    program.command('credentials:list <integration>').description('list the access tokens of an integration'),
    (application, _, [id]) => callWebApi(application, 'GET', `/V1/integrations/${id}/tokens`),
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
      callWebApi(application, 'POST', `/V1/integrations/${id}/tokens`, {
        token: {
          label,
          ...(expires === undefined ? {} : { expires_at: expires }),
          allowed_addresses: address,
          store_ids: storeId.map(Number),
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
        `/V1/integrations/${id}/tokens/${token}/rotate`,
        overlap === undefined ? {} : { overlapSeconds: overlap },
      ),
  );
  withApplication(
    program.command('credentials:revoke <integration> <token>').description('end an access token at once'),
    async (application, _, [id, token]) => ({
      revoked: await callWebApi(application, 'DELETE', `/V1/integrations/${id}/tokens/${token}`),
    }),
  );
}
