import type { Command } from 'commander';
import { withApplication } from '../command.ts';
import { pasteable } from '../output.ts';
import { callWebApi } from '../web-api.ts';
import { wholeNumber } from '../whole-number.ts';

interface CreateOptions {
  name: string;
  email?: string;
  callbackUrl?: string;
  identityLinkUrl?: string;
  all?: boolean;
  resource: string[];
}

/** @throws Error for what is no id */
export const integrationPath = (id: string | undefined): string =>
  `/V1/integrations/${wholeNumber('the integration', id)}`;

const SHOWN = ['id', 'name', 'status', 'setup_type', 'endpoint', 'all_resources', 'created_at'] as const;
const STATUS = ['inactive', 'active', 'reset'] as const;

const summary = (integration: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    SHOWN.map((name) => [name, name === 'status' ? STATUS[Number(integration[name])] : integration[name]]),
  );

export function addIntegrationCommands(program: Command): void {
  withApplication<CreateOptions>(
    program
      .command('integration:create')
      .description('create an integration; activate it afterwards')
      .requiredOption('--name <name>', 'unique name')
      .option('--email <email>', 'contact')
      .option('--callback-url <url>', 'where the credentials are posted on activation')
      .option('--identity-link-url <url>', 'where the user of the third party signs in')
      .option('--all', 'grant all resources')
      .option('--resource <id>', 'grant a resource (may be repeated)', (id, list: string[]) => [...list, id], []),
    (application, { name, email, callbackUrl, identityLinkUrl, all, resource }) =>
      callWebApi(application, 'POST', '/V1/integrations', {
        integration: {
          name,
          email: email ?? null,
          endpoint: callbackUrl ?? null,
          identity_link_url: identityLinkUrl ?? null,
          all_resources: all === true,
          resources: resource,
        },
      }),
  );
  withApplication(program.command('integration:list').description('list the integrations'), async (application) => {
    const { items } = (await callWebApi(application, 'GET', '/V1/integrations', { searchCriteria: '' })) as {
      items: Record<string, unknown>[];
    };
    return items.map(summary);
  });
  withApplication(
    program.command('integration:show <id>').description('show an integration, without its secrets'),
    (application, _, [id]) => callWebApi(application, 'GET', integrationPath(id)),
  );
  withApplication(
    program
      .command('integration:activate <id>')
      .description('activate: prints the four credentials once, or starts the handshake'),
    (application, _, [id]) => callWebApi(application, 'POST', `${integrationPath(id)}/activate`),
    pasteable,
  );
  withApplication<{ overlap?: boolean }>(
    program
      .command('integration:reauthorize <id>')
      .description('new tokens; the old ones end')
      .option('--overlap', 'the old ones go on for tessera/integration/rotation_overlap'),
    (application, { overlap }, [id]) =>
      callWebApi(application, 'POST', `${integrationPath(id)}/reauthorize`, { overlap: overlap === true }),
    pasteable,
  );
  withApplication(
    program.command('integration:delete <id>').description('delete an integration with its credentials'),
    async (application, _, [id]) => ({
      deleted: await callWebApi(application, 'DELETE', integrationPath(id)),
    }),
  );
}
