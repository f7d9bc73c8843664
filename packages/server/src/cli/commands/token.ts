import { dateTime } from '@tessera/database';
import { appendEntry, endToken, goodTokens, revokeTokens } from '@tessera/modules';
import { callAs, USER_TYPE } from '@tessera/webapi';
import type { Command } from 'commander';
import type { Application } from '../../application.ts';
import { withApplication } from '../command.ts';
import { COMMAND_LINE } from '../web-api.ts';

interface UserOptions {
  admin?: string;
  customer?: string;
  websiteId: string;
}
interface RevokeOptions extends UserOptions {
  token?: string;
}

async function findId(
  application: Application,
  { admin, customer, websiteId }: UserOptions,
): Promise<[number, number]> {
  const { query } = application.database.unhurried;
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

/** The options that name a user. */
const ofUser = (command: Command): Command =>
  command
    .option('--admin <name>', 'name of an admin user')
    .option('--customer <id or e-mail>', 'a customer')
    .option('--website-id <id>', 'website of the e-mail address', '1');

async function revoke(application: Application, options: RevokeOptions): Promise<{ revoked: true; id: number }> {
  const [type, id] = await findId(application, options);
  const call = callAs(application.internalCall('command'), { caller: COMMAND_LINE });
  const { token } = options;
  await call.db.transaction(async (db) => {
    if (token === undefined) await revokeTokens(db, type, id, call.now());
    else if (!(await endToken(db, type, id, Number(token), call.now())))
      throw new Error(`The user has no good token "${token}".`);
    await appendEntry(db, call, {
      method: 'COMMAND',
      route: 'token:revoke',
      operation: 'command::token:revoke',
      entity_type: type === USER_TYPE.admin ? 'user' : 'customer',
      entity_id: String(id),
      outcome: 'ok',
      changes: token === undefined ? '{}' : JSON.stringify({ token }),
    });
  });
  return { revoked: true, id };
}

export function addTokenCommands(program: Command): void {
  withApplication<UserOptions>(
    ofUser(program.command('token:list').description('list the good access tokens of an admin user or a customer')),
    async (application, options) => {
      const [type, id] = await findId(application, options);
      const { db, now } = application.internalCall('command');
      const tokens = await goodTokens(db, type, id, now());
      return tokens.map((token) => ({
        ...token,
        issued_at: dateTime(Number(token.issued_at) * 1000),
        expires_at: dateTime(Number(token.expires_at) * 1000),
      }));
    },
  );
  withApplication<RevokeOptions>(
    ofUser(
      program.command('token:revoke').description('end the access tokens of an admin user or a customer: all, or one'),
    ).option('--token <id>', 'only this one, as token:list numbers them'),
    revoke,
  );
}
