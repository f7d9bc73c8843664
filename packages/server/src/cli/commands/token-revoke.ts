import { appendEntry, revokeTokens } from '@tessera/modules';
import { callAs, USER_TYPE } from '@tessera/webapi';
import type { Command } from 'commander';
import type { Application } from '../../application.ts';
import { withApplication } from '../command.ts';
import { COMMAND_LINE } from '../web-api.ts';

interface RevokeOptions {
  admin?: string;
  customer?: string;
  websiteId: string;
}

async function findId(
  application: Application,
  { admin, customer, websiteId }: RevokeOptions,
): Promise<[number, number]> {
  const { query } = application.database.db;
  if ((admin === undefined) === (customer === undefined)) throw new Error('Give either --admin or --customer.');
  if (admin !== undefined) {
    const user = await query
      .selectFrom('admin_user')
      .select('id')
      .where('username_key', '=', admin.toLowerCase())
      .executeTakeFirst();
    if (user === undefined) throw new Error(`There is no admin user "${admin}".`);
    return [USER_TYPE.admin, user.id];
  }
  const wanted = customer ?? '';
  let rows = query.selectFrom('customer').select('id');
  rows = /^\d+$/.test(wanted)
    ? rows.where('id', '=', Number(wanted))
    : rows
        .where((eb) => eb(eb.fn('lower', ['email']), '=', wanted.toLowerCase()))
        .where('website_id', '=', Number(websiteId));
  const found = await rows.executeTakeFirst();
  if (found === undefined) throw new Error(`There is no customer "${wanted}".`);
  return [USER_TYPE.customer, found.id];
}

export function addTokenCommands(program: Command): void {
  withApplication<RevokeOptions>(
    program
      .command('token:revoke')
      .description('end all access tokens of an admin user or a customer')
      .option('--admin <name>', 'name of an admin user')
      .option('--customer <id or e-mail>', 'a customer')
      .option('--website-id <id>', 'website of the e-mail address', '1'),
    async (application, options) => {
      const [type, id] = await findId(application, options);
      const call = callAs(application.internalCall('command'), { caller: COMMAND_LINE });
      await call.db.transaction(async (db) => {
        await revokeTokens(db, type, id, call.now());
        await appendEntry(db, call, {
          method: 'COMMAND',
          route: 'token:revoke',
          operation: 'command::token:revoke',
          entity_type: type === USER_TYPE.admin ? 'user' : 'customer',
          entity_id: String(id),
          outcome: 'ok',
          changes: '{}',
        });
      });
      return { revoked: true, id };
    },
  );
}
